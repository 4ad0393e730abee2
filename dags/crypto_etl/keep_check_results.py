"""The task that keeps what the checks of a day found in crypto_check_results."""

import json

from .airflow_versions import AirflowSkipException
from .data_check import RESULT, ProjectSQLOperator

TYPES = {
    "snapshot_date": "DATE",
    "check_name": "STRING",
    "severity": "STRING",
    "passed": "BOOL",
    "observed": "FLOAT64",
    "expected": "STRING",
    "run_at": "TIMESTAMP",
    "message": "STRING",
}
"""The columns of schemas/crypto_check_results.ts."""


class KeepCheckResults(ProjectSQLOperator):
    """Replaces the day's results by those of this run, in one statement: the checks run side by side, and
    BigQuery lets few statements change a table at once."""

    def __init__(self, *, checks: list[str], **kwargs) -> None:
        # A check that fails is a result too.
        super().__init__(trigger_rule="all_done", **kwargs)
        self.checks = checks

    def execute(self, context) -> None:
        found = [context["ti"].xcom_pull(task_ids=name, key=RESULT) for name in self.checks]
        results = [result for result in found if result]
        if not results:
            raise AirflowSkipException("No check was made.")
        self.get_db_hook().run(merge(f"{self.dataset()}.crypto_check_results", self.date, results))


def merge(table: str, date: str, results: list[dict]) -> str:
    """The statement that replaces a day's results."""
    columns = ", ".join(TYPES)
    rows = " UNION ALL ".join(f"SELECT {_values(result)}" for result in results)
    return (
        f"MERGE `{table}` AS kept USING ({rows}) AS made ON FALSE"
        f" WHEN NOT MATCHED BY SOURCE AND kept.snapshot_date = DATE '{date}' THEN DELETE"
        f" WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({columns})"
    )


def _values(result: dict) -> str:
    # BigQuery's literals have JSON's escapes, and its words in any case.
    return ", ".join(
        f"CAST({json.dumps(result[name], ensure_ascii=False)} AS {type}) AS {name}" for name, type in TYPES.items()
    )
