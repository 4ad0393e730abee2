"""The task that launches a pipeline and waits for its job."""

from airflow.providers.google.cloud.operators.dataflow import DataflowStartFlexTemplateOperator

from .launch_body import launch_body
from .settings import TaskSettings
from .task_settings import task_settings


class LaunchPipeline(DataflowStartFlexTemplateOperator):
    """Launches a pipeline's Flex Template with settings that are read when the task runs.

    A retry launches a new job. That is safe: the pipelines are idempotent, a run replaces its date.
    """

    template_fields = ("date",)

    def __init__(self, *, pipeline: str, date: str = "{{ ds }}", **kwargs) -> None:
        # Without a suffix of its own, Dataflow refuses the job while another of this pipeline and date is active.
        super().__init__(body={}, location="", project_id="", append_job_name=False, **kwargs)
        self.pipeline = pipeline
        self.date = date

    def execute(self, context):
        self._apply_settings(context)
        return super().execute(context)

    def execute_complete(self, context, event):
        self._apply_settings(context)
        return super().execute_complete(context, event)

    def request(self, settings: TaskSettings, context) -> dict:
        """The request that launches the job."""
        return launch_body(settings, self.pipeline, self.date)

    def _apply_settings(self, context) -> None:
        settings = task_settings()
        self.project_id = settings.project
        self.location = settings.region
        self.gcp_conn_id = settings.gcp_conn_id
        self.body = self.request(settings, context)
