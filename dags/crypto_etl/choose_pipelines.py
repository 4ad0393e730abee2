"""The task that checks what a rebuild is asked for, and skips the pipelines that are not."""

from .airflow_versions import BaseBranchOperator
from .task_rebuild import task_rebuild


class ChoosePipelines(BaseBranchOperator):
    """Fails before any job is launched, and once, when the params are wrong."""

    def choose_branch(self, context) -> list[str]:
        rebuild = task_rebuild(context)
        self.log.info("Rebuilds %s of %s.", rebuild.days, ", ".join(rebuild.pipelines))
        return [pipeline.replace("-", "_") for pipeline in rebuild.pipelines]
