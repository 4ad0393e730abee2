"""Serves PyPI's local-bigquery without the internet: DuckDB's extensions come from packages too.

Takes the arguments of local-bigquery's own command line.
"""

import sys

import duckdb
from duckdb_extensions import import_extension

with duckdb.connect() as connection:
    for extension in ("ducklake", "httpfs", "spatial"):
        import_extension(extension, con=connection)

connect = duckdb.connect


def connect_then_configure(*arguments, config=None, **options):
    """The time zone can only be set once the connection, and so its extension, is there."""
    connection = connect(*arguments, **options)
    for name, value in (config or {}).items():
        connection.execute(f"SET {name} = '{value}'")
    return connection


duckdb.connect = connect_then_configure

from local_bigquery.cli import main  # noqa: E402 - it connects when it is imported

main(sys.argv[1:])
