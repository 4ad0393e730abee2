"""The params as a task reads them: an error in them fails the task at once, since a retry can't help."""

from .airflow_versions import AirflowFailException
from .rebuild import Rebuild, RebuildError, read_rebuild


def task_rebuild(context) -> Rebuild:
    try:
        return read_rebuild(context["params"])
    except RebuildError as error:
        raise AirflowFailException(str(error)) from error
