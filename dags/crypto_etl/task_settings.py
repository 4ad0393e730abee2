"""The settings as a task reads them: an error in them fails the task at once, since a retry can't help."""

from .airflow_versions import AirflowFailException, variable
from .schedule import timetable_of
from .settings import VARIABLE, TaskSettings, read_dag_settings, read_task_settings
from .settings_json import SettingsError


def task_settings() -> TaskSettings:
    try:
        settings = read_task_settings(variable(VARIABLE))
        timetable_of(read_dag_settings()[0].schedule)
        return settings
    except SettingsError as error:
        raise AirflowFailException(str(error)) from error
