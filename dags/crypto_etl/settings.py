"""The DAG's settings, and where they come from.

1. A JSON file: the one named by the environment variable CRYPTO_ETL_SETTINGS, otherwise `settings.json`
   beside this file. It is read when the DAG is parsed, and no content of it can break that: see
   `read_dag_settings`.
2. The Airflow Variable `crypto_etl`, also JSON, read only when a task runs. Its values take precedence,
   except for `DagSettings`, which must be known when the DAG is parsed.
"""

import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path

from .settings_json import SettingsError, decode_settings, parse_settings, shown

VARIABLE = "crypto_etl"


@dataclass(frozen=True)
class DagSettings:
    """What the DAG is built from when it is parsed."""

    schedule: str | None = "@daily"
    deferrable: bool = False
    retries: int = 3
    retry_delay_seconds: float = 300
    execution_timeout_minutes: float = 360
    api_pool: str = "coingecko_api"
    poll_seconds: int = 10


@dataclass(frozen=True)
class TaskSettings:
    """What a task needs when it runs."""

    project: str = ""
    region: str = ""
    templates: str = ""  # gs://BUCKET/PREFIX, the folder of the three template specs
    output: str = ""  # gs://BUCKET/PREFIX
    warehouse: str = "none"  # bigquery:PROJECT.DATASET
    source: str = "demo"
    api_key_secret: str = ""  # projects/P/secrets/S/versions/V
    parameters: dict = field(default_factory=dict)  # for all pipelines; under a pipeline's name: for that one
    environment: dict = field(default_factory=dict)  # Dataflow's FlexTemplateRuntimeEnvironment
    labels: dict = field(default_factory=dict)
    gcp_conn_id: str = "google_cloud_default"
    alerts: dict = field(default_factory=dict)  # email, slack_conn_id, pubsub_topic

    @property
    def dataset(self) -> str | None:
        """`PROJECT.DATASET`, or None when there is no warehouse to check."""
        kind, _, name = self.warehouse.partition(":")
        return name if kind == "bigquery" else None


_KNOWN = frozenset(one.name for kind in (DagSettings, TaskSettings) for one in fields(kind))

_FORMS = {
    "project": (r"[a-z][a-z0-9.:-]{4,}", "a project id"),
    "region": (r"[a-z]+-[a-z]+\d+", "a region such as europe-west1"),
    "templates": (r"gs://[^/]+(/.*)?", "gs://BUCKET/PREFIX"),
    "output": (r"gs://[^/]+(/.*)?", "gs://BUCKET/PREFIX"),
    "warehouse": (r"none|bigquery:[^.]\S*\.\w+", "bigquery:PROJECT.DATASET or none"),
}

# The longest values that Airflow and this DAG's day have a use for: a day can be fetched until noon of the next.
_RANGES = {
    "retries": (0, 100),
    "retry_delay_seconds": (0, 24 * 3600),
    "execution_timeout_minutes": (1, 7 * 24 * 60),
    "poll_seconds": (1, 3600),
}


def read_dag_settings() -> tuple[DagSettings, SettingsError | None]:
    """The settings of the DAG; when the file has an error, the defaults and that error."""
    try:
        return _select(DagSettings, _read_file()), None
    except SettingsError as error:
        return DagSettings(), error


def read_task_settings(variable_text: str | None) -> TaskSettings:
    """The settings of a task, from the file and the Variable's text.

    Raises SettingsError, one line, when something is missing or malformed, in the DAG's part of the file too.
    """
    values = _read_file()
    _select(DagSettings, values)
    settings = _select(TaskSettings, {**values, **_read_variable(variable_text)})
    for name, (form, expected) in _FORMS.items():
        value = getattr(settings, name)
        if not re.fullmatch(form, value):
            fault = f"is {shown(value)}, expected {expected}" if value else f"is missing: {expected}"
            raise SettingsError(f"The setting {name} {fault}. Set it in the Airflow Variable {VARIABLE} (JSON).")
    return settings


def read_alert_settings(variable_text: str | None) -> tuple[TaskSettings, list[SettingsError]]:
    """Whatever can be read of the settings: an alert about broken settings must find its recipients."""
    settings, errors = TaskSettings(), []
    values: dict = {}
    for read in (_read_file, lambda: _read_variable(variable_text)):
        try:
            values = {**values, **read()}
            settings = _select(TaskSettings, values)
        except SettingsError as error:
            errors.append(error)
    return settings, errors


def _read_file() -> dict:
    path = Path(os.environ.get("CRYPTO_ETL_SETTINGS") or Path(__file__).with_name("settings.json"))
    where = f"The settings file {path}"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{where} can't be read: {error.strerror}.") from error
    return parse_settings(decode_settings(content, where), where, _KNOWN)


def _read_variable(text: str | None) -> dict:
    return {} if text is None else parse_settings(text, f"The Airflow Variable {VARIABLE}", _KNOWN)


def _select(kind, values: dict):
    """The values of one dataclass, each checked against its type and its range."""
    selected = {}
    for one in fields(kind):
        if one.name not in values:
            continue
        value = selected[one.name] = values[one.name]
        # JSON's 5 is a float too, whereas Python's True would be an int.
        allowed = (int, float) if one.type is float else one.type
        if not isinstance(value, allowed) or (isinstance(value, bool) and one.type is not bool):
            expected = getattr(one.type, "__name__", str(one.type))
            raise SettingsError(f"The setting {one.name} is {shown(value)}: expected {expected}.")
        if one.name in _RANGES:
            least, most = _RANGES[one.name]
            if not least <= value <= most:
                raise SettingsError(f"The setting {one.name} is {shown(value)}: expected {least} to {most}.")
    return kind(**selected)
