"""The task that asks BigQuery whether a claim about the data holds."""

from airflow.providers.google.common.hooks.base_google import GoogleBaseHook

from .airflow_versions import AirflowFailException, AirflowSkipException, BaseOperator
from .task_settings import task_settings


class DataCheck(BaseOperator):
    """Runs a query that answers one row with one BOOL, and fails unless it is true.

    The query is one of sql/checks, named after its claim. A retry can't make bad data good, so the
    task fails at once; without a BigQuery warehouse it is skipped.
    """

    template_fields = ("date",)

    def __init__(self, *, sql: str, date: str = "{{ ds }}", **kwargs) -> None:
        super().__init__(**kwargs)
        self.sql = sql
        self.date = date

    def execute(self, context) -> bool:
        settings = task_settings()
        if settings.dataset is None:
            raise AirflowSkipException("There is no BigQuery warehouse to check.")
        # Imported here: a DAG must parse without what only a running task needs.
        from google.cloud.bigquery import Client

        hook = GoogleBaseHook(gcp_conn_id=settings.gcp_conn_id)
        with Client(project=settings.project, credentials=hook.get_credentials()) as client:
            query = self.render_template(self.sql, {"dataset": settings.dataset, "date": self.date})
            rows = [tuple(row.values()) for row in client.query_and_wait(query)]
        if rows != [(True,)]:
            answer = rows[0][0] if len(rows) == 1 else f"{len(rows)} rows"
            raise AirflowFailException(
                f"The check {self.task_id} does not hold for {self.date} in {settings.dataset}: it answered {answer}."
            )
        return True
