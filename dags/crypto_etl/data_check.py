"""The task that runs one data quality check in BigQuery."""

from airflow.providers.common.sql.operators.sql import SQLCheckOperator

from .airflow_versions import AirflowFailException, AirflowSkipException
from .task_settings import task_settings


class DataCheck(SQLCheckOperator):
    """Runs a query of sql/checks, whose one row with one BOOL must be true.

    This is BigQueryCheckOperator's base: that operator's module loads a dozen of Google's clients each time
    the DAG is parsed. The settings are read when the task runs. A failed check fails the task at once, since
    a retry can't make bad data good; an error of BigQuery is retried. Without a BigQuery warehouse the task
    is skipped.
    """

    template_fields = ("date",)

    def __init__(self, *, sql: str, date: str = "{{ ds }}", **kwargs) -> None:
        super().__init__(sql=sql, retry_on_failure=False, **kwargs)
        self.date = date

    def execute(self, context) -> None:
        settings = task_settings()
        if settings.dataset is None:
            raise AirflowSkipException("There is no BigQuery warehouse to check.")
        self.sql = self.render_template(self.sql, {"dataset": settings.dataset, "date": self.date})
        try:
            super().execute(context)
        except AirflowFailException as error:
            # Its message repeats the whole query, which the log has above this line.
            _, found, row = str(error).rpartition("Results:\n")
            raise AirflowFailException(
                f"The check {self.task_id} failed for {self.date} in {settings.dataset}:"
                f" it returned {row if found else 'no row'}."
            ) from error

    def get_db_hook(self):
        from .bigquery_hook import ProjectBigQueryHook

        settings = task_settings()
        return ProjectBigQueryHook(settings.project, gcp_conn_id=settings.gcp_conn_id, use_legacy_sql=False)
