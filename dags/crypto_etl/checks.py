"""The checks of the data: one file of SQL each, with what it expects in the comment at its top."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Check:
    """A claim about a day's data; its files are read by pipelines/check/check_file.ts too."""

    name: str
    severity: str
    """fail: the day should not be used; warn: a person should look at it."""
    expected: str
    """What the number that it observes has to be: an operator and the threshold, such as `<= 0`."""
    message: str
    """What a finding means and what to do; `{observed}` and `{date}` stand for a result's."""
    sql: str
    """A query for one row: observed, which is null where there is nothing to compare, and passed."""

    def finding(self, observed: float | None, date: str) -> str:
        shown = "no" if observed is None else f"{float(f'{observed:.3g}'):g}"
        if observed is not None and observed == int(observed):
            shown = str(int(observed))
        return self.message.replace("{observed}", shown).replace("{date}", date)


def read_checks() -> list[Check]:
    """All checks, in the order of their names.

    In a DAG bucket the folder sql/ is in this package, in the repository it is at the top.
    """
    package = Path(__file__).parent
    folders = [folder / "sql" / "checks" for folder in (package, package.parent.parent)]
    folder = next((one for one in folders if one.is_dir()), None)
    files = sorted(folder.glob("*.sql")) if folder else []
    return [_check(file.stem, file.read_text(encoding="utf-8")) for file in files]


def _check(name: str, sql: str) -> Check:
    comment = re.match(r"(?:--.*\n)*", sql).group()
    text = re.sub(r"^-- ?", "", comment, flags=re.MULTILINE).replace("\n  ", " ")
    head = dict(re.findall(r"^(severity|expected|message): (.*)$", text, flags=re.MULTILINE))
    judged = f"SELECT observed, COALESCE(observed {head['expected']}, TRUE) AS passed FROM (\n{sql}) AS measured"
    return Check(name=name, sql=judged, **head)
