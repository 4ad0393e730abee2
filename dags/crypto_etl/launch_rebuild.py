"""The task that launches a pipeline for all days of a rebuild."""

from .launch_body import launch_body
from .launch_pipeline import LaunchPipeline
from .settings import TaskSettings
from .task_rebuild import task_rebuild


class LaunchRebuild(LaunchPipeline):
    """Launches one job for all of the days, which the run's params name.

    A retry passes over the days that are done, unless `force` is set.
    """

    # Airflow 3 gives a run that is triggered by hand no date of its own.
    template_fields = ()

    def request(self, settings: TaskSettings, context) -> dict:
        rebuild = task_rebuild(context)
        return launch_body(settings, self.pipeline, rebuild.days, rebuild.parameters)
