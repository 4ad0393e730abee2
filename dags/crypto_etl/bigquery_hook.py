"""The hook of the data quality checks. It is imported when a task runs: the DAG is parsed without it."""

from airflow.providers.google.cloud.hooks.bigquery import BigQueryHook


class ProjectBigQueryHook(BigQueryHook):
    """Runs its jobs in a given project, which older providers take only from the connection."""

    def __init__(self, project_id: str, **kwargs) -> None:
        super().__init__(**kwargs)
        self._job_project = project_id

    @property
    def project_id(self) -> str:
        return self._job_project
