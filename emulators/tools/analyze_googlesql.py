"""Analyzes SQL with GoogleSQL's own analyzer, which BigQuery has too.

Reads JSON from stdin: {"tables": {NAME: {COLUMN: TYPE}}, "statements": {NAME: SQL}}. Writes to stdout, for each
statement, the columns of its answer with their types, or the analyzer's error as a text.
"""

import json
import sys

from zetasql.api import Analyzer, CatalogBuilder, TableBuilder
from zetasql.types import AnalyzerOptions, LanguageOptions, TypeKind, ZetaSQLBuiltinFunctionOptions

KINDS = {
    "BIGNUMERIC": TypeKind.TYPE_BIGNUMERIC,
    "BOOL": TypeKind.TYPE_BOOL,
    "DATE": TypeKind.TYPE_DATE,
    "FLOAT64": TypeKind.TYPE_DOUBLE,
    "INT64": TypeKind.TYPE_INT64,
    "STRING": TypeKind.TYPE_STRING,
    "TIMESTAMP": TypeKind.TYPE_TIMESTAMP,
}
TYPES = {int(kind): name for name, kind in KINDS.items()}


def analyzer_of(tables: dict[str, dict[str, str]]) -> Analyzer:
    language = LanguageOptions.maximum_features()
    catalog = CatalogBuilder("bigquery")
    for name, columns in tables.items():
        table = TableBuilder(name)
        for column, kind in columns.items():
            table.add_column(column, KINDS[kind])
        catalog.add_table(table.build())
    functions = ZetaSQLBuiltinFunctionOptions(language_options=language)
    return Analyzer(
        AnalyzerOptions(language_options=language),
        catalog.with_builtin_functions(functions).build(),
    )


def answer(analyzer: Analyzer, sql: str) -> dict[str, str] | str:
    try:
        columns = analyzer.analyze_statement(sql).output_column_list
    except Exception as error:  # noqa: BLE001 - whatever the analyzer finds is the answer
        return str(error)
    kinds = [(one.name, int(one.column.type.type_kind)) for one in columns]
    return {name: TYPES.get(kind, f"type {kind}") for name, kind in kinds}


asked = json.load(sys.stdin)
analyzer = analyzer_of(asked["tables"])
json.dump({name: answer(analyzer, sql) for name, sql in asked["statements"].items()}, sys.stdout)
