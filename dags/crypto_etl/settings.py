"""What the DAG can be told, and from where.

1. A JSON file: the one that the environment's CRYPTO_ETL_SETTINGS names, else `settings.json` beside
   this file. It is read when the DAG is parsed, and it can't fail there: see `read_shape`.
2. The Airflow Variable `crypto_etl`, JSON too, read only when a task runs. Its values win, but for
   those of `Shape`, which a DAG must know when it is parsed.
"""

import json
import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path

VARIABLE = "crypto_etl"


class SettingsProblem(ValueError):
    """Settings that a person has to correct: one line that says where and what."""


@dataclass(frozen=True)
class Shape:
    """What the DAG is made from when it is parsed."""

    schedule: str | None = "@daily"
    deferrable: bool = False
    retries: int = 3
    retry_delay_seconds: float = 300
    execution_timeout_minutes: float = 360
    api_pool: str = "coingecko_api"
    poll_seconds: int = 10


@dataclass(frozen=True)
class Settings:
    """What a task needs to know when it runs."""

    project: str = ""
    region: str = ""
    templates: str = ""  # gs://BUCKET/PREFIX, the folder of the three template specs
    output: str = ""  # gs://BUCKET/PREFIX
    warehouse: str = "none"  # bigquery:PROJECT.DATASET
    source: str = "demo"
    api_key_secret: str = ""  # projects/P/secrets/S/versions/V
    parameters: dict = field(default_factory=dict)  # of all pipelines; by pipeline name: of one
    environment: dict = field(default_factory=dict)  # Dataflow's FlexTemplateRuntimeEnvironment
    labels: dict = field(default_factory=dict)
    gcp_conn_id: str = "google_cloud_default"
    alerts: dict = field(default_factory=dict)  # email, slack_conn_id, pubsub_topic

    @property
    def dataset(self) -> str | None:
        """`PROJECT.DATASET`, or None when there is no warehouse to check."""
        kind, _, name = self.warehouse.partition(":")
        return name if kind == "bigquery" else None


_FORMS = {
    "project": (r"[a-z][a-z0-9.:-]{4,}", "a project id"),
    "region": (r"[a-z]+-[a-z]+\d+", "a region such as europe-west1"),
    "templates": (r"gs://[^/]+(/.*)?", "gs://BUCKET/PREFIX"),
    "output": (r"gs://[^/]+(/.*)?", "gs://BUCKET/PREFIX"),
    "warehouse": (r"none|bigquery:[^.]\S*\.\w+", "bigquery:PROJECT.DATASET or none"),
}


def read_shape() -> tuple[Shape, str | None]:
    """The shape, and what is wrong with the file: then the defaults hold, and the tasks will say so."""
    try:
        return _pick(Shape, _file()), None
    except SettingsProblem as problem:
        return Shape(), str(problem)


def read_settings(variable_text: str | None) -> Settings:
    """The settings of a task, from the file and the Variable's text.

    Raises SettingsProblem with one line when something is missing or ill-formed.
    """
    settings = read_settings_as_they_are(variable_text)
    for name, (form, expected) in _FORMS.items():
        value = getattr(settings, name)
        if not re.fullmatch(form, value):
            fault = f"is {json.dumps(value)}, expected {expected}" if value else f"is missing: {expected}"
            raise SettingsProblem(f"The setting {name} {fault}. Set it in the Airflow Variable {VARIABLE} (JSON).")
    return settings


def read_settings_as_they_are(variable_text: str | None) -> Settings:
    """The same, but a place may be missing: who is to be alerted of that can be read all the same."""
    values = dict(_file())
    if variable_text is not None:
        values.update(_json_object(variable_text, f"The Airflow Variable {VARIABLE}"))
    return _pick(Settings, values)


def _file() -> dict:
    path = Path(os.environ.get("CRYPTO_ETL_SETTINGS") or Path(__file__).with_name("settings.json"))
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsProblem(f"The settings file {path} can't be read: {error.strerror}.") from error
    return _json_object(text, f"The settings file {path}")


def _json_object(text: str, where: str) -> dict:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise SettingsProblem(f"{where} is not JSON: {error}.") from error
    if not isinstance(value, dict):
        raise SettingsProblem(f"{where} must hold a JSON object.")
    known = {one.name for kind in (Shape, Settings) for one in fields(kind)}
    unknown = sorted(set(value) - known)
    if unknown:
        raise SettingsProblem(f"{where} has unknown settings: {', '.join(unknown)}. Known: {', '.join(sorted(known))}.")
    return value


def _pick(kind, values: dict):
    """The values of one dataclass, each of the type of its default."""
    picked = {one.name: values[one.name] for one in fields(kind) if one.name in values}
    defaults = kind()
    for name, value in picked.items():
        default = getattr(defaults, name)
        wanted = (int, float) if isinstance(default, float | int) and not isinstance(default, bool) else type(default)
        if name == "schedule" and value is None:
            continue
        if not isinstance(value, wanted) or (isinstance(value, bool) and not isinstance(default, bool)):
            raise SettingsProblem(f"The setting {name} is {json.dumps(value)}: expected {type(default).__name__}.")
    return kind(**picked)
