"""The task that makes one check of the data in BigQuery."""

from datetime import datetime, timezone

from airflow.providers.common.sql.operators.sql import BaseSQLOperator

from .airflow_versions import AirflowFailException, AirflowSkipException
from .checks import Check
from .task_settings import task_settings

RESULT = "check_result"
"""The key under which a task leaves what it found to the task that keeps the results."""


class ProjectSQLOperator(BaseSQLOperator):
    """A task on the dataset of the settings, which are read when it runs; without one it is skipped.

    BigQuery's own operators load a dozen of Google's clients each time the DAG is parsed.
    """

    template_fields = ("date",)

    def __init__(self, *, date: str = "{{ ds }}", **kwargs) -> None:
        super().__init__(**kwargs)
        self.date = date

    def dataset(self) -> str:
        dataset = task_settings().dataset
        if dataset is None:
            raise AirflowSkipException("There is no BigQuery warehouse to check.")
        return dataset

    def get_db_hook(self):
        from .bigquery_hook import ProjectBigQueryHook

        settings = task_settings()
        return ProjectBigQueryHook(settings.project, gcp_conn_id=settings.gcp_conn_id, use_legacy_sql=False)


class DataCheck(ProjectSQLOperator):
    """Makes a check of sql/checks.

    One of severity fail that does not pass fails the task at once, since a retry can't make bad data good;
    one of severity warn is a warning in the log. An error of BigQuery is retried.
    """

    def __init__(self, *, check: Check, **kwargs) -> None:
        super().__init__(task_id=check.name, **kwargs)
        self.check = check

    def execute(self, context) -> None:
        dataset = self.dataset()
        sql = self.check.sql.replace("{{ dataset }}", dataset).replace("{{ date }}", self.date)
        self.log.info("%s", sql)
        observed, passed = self.get_db_hook().get_first(sql)
        observed = None if observed is None else float(observed)
        finding = None if passed else self.check.finding(observed, self.date)
        result = {
            "snapshot_date": self.date,
            "check_name": self.check.name,
            "severity": self.check.severity,
            "passed": bool(passed),
            "observed": observed,
            "expected": self.check.expected,
            "run_at": datetime.now(timezone.utc).isoformat(),
            "message": finding,
        }
        context["ti"].xcom_push(key=RESULT, value=result)
        self.log.info("observed %s, expected %s", observed, self.check.expected)
        if finding is None:
            return
        text = f"The check {self.check.name} found for {self.date} in {dataset}: {finding}"
        if self.check.severity == "fail":
            raise AirflowFailException(text)
        self.log.warning("%s", text)
