"""Writes DuckDB's dialect of sql/ from BigQuery's, which is the source: one file for each.

Usage: transpile_sql.py SQL_FOLDER TARGET_FOLDER

A table is in DuckDB's own schema there, without the dataset; `{{ date }}` stays for who runs a check.
"""

import re
import sys
from itertools import takewhile
from pathlib import Path

import sqlglot
from sqlglot import ErrorLevel

HEADER = "-- Generated from sql/{}: npm run transpile."


def transpiled(source: Path, name: str) -> str:
    text = source.read_text()
    comments = list(takewhile(lambda line: line.startswith("--"), text.splitlines()))
    # The SQL without its comments: sqlglot keeps them too, in places of its own choice.
    statement = re.sub(r"^--.*\n", "", text, flags=re.MULTILINE)
    statement = re.sub(r"`\{\{ dataset \}\}\.(\w+)`", r"`\1`", statement)
    if "{{ dataset }}" in statement:
        raise SystemExit(f"{source}: write tables as `{{{{ dataset }}}}.NAME`, with the backticks.")
    (sql,) = sqlglot.transpile(
        statement,
        read="bigquery",
        write="duckdb",
        pretty=True,
        unsupported_level=ErrorLevel.RAISE,
    )
    return "\n".join([HEADER.format(name), *comments, sql, ""])


def main(sources: Path, target: Path) -> None:
    for folder in ("views", "checks", "queries", "dashboard"):
        written = target / folder
        names = {file.name for file in (sources / folder).glob("*.sql")}
        for old in written.glob("*.sql"):
            if old.name not in names:
                old.unlink()
        for name in sorted(names):
            written.mkdir(parents=True, exist_ok=True)
            sql = transpiled(sources / folder / name, f"{folder}/{name}")
            (written / name).write_text(sql)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
