"""The named checks: one file of SQL each."""

from pathlib import Path


def read_checks() -> dict[str, str]:
    """The claims and their SQL.

    In a DAG bucket the folder sql/ lies beside the DAG file, in the repository beside dags/.
    """
    dags = Path(__file__).parent.parent
    folders = [folder / "sql" / "checks" for folder in (dags, dags.parent)]
    folder = next((one for one in folders if one.is_dir()), None)
    files = sorted(folder.glob("*.sql")) if folder else []
    return {file.stem: file.read_text(encoding="utf-8") for file in files}
