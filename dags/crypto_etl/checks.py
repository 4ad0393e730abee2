"""The data quality checks: one file of SQL each."""

from pathlib import Path


def read_checks() -> dict[str, str]:
    """The SQL of each check, by its name.

    In a DAG bucket the folder sql/ is in this package, in the repository it is at the top.
    """
    package = Path(__file__).parent
    folders = [folder / "sql" / "checks" for folder in (package, package.parent.parent)]
    folder = next((one for one in folders if one.is_dir()), None)
    files = sorted(folder.glob("*.sql")) if folder else []
    return {file.stem: file.read_text(encoding="utf-8") for file in files}
