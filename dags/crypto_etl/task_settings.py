"""The settings as a task reads them: a fault fails the task at once, for a retry can't help."""

from .airflow_versions import AirflowFailException, variable
from .settings import VARIABLE, Settings, SettingsProblem, read_settings


def task_settings() -> Settings:
    try:
        return read_settings(variable(VARIABLE))
    except SettingsProblem as problem:
        raise AirflowFailException(str(problem)) from problem
