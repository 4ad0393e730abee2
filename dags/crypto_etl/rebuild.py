"""What a run of the rebuild DAG is asked for, read from its params."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .launch_body import API_PIPELINES
from .settings_json import shown

MOST_DAYS = 3_660
"""As mostDays in pipelines/options/limits.ts."""


class RebuildError(ValueError):
    """Params that a person has to correct: one line that says which and what."""


@dataclass(frozen=True)
class Rebuild:
    days: str
    """FROM..TO, or one day: as the template's snapshotDate takes them."""
    pipelines: tuple[str, ...]
    parameters: dict[str, bool]
    """Further parameters of the templates."""


def read_rebuild(params: Mapping) -> Rebuild:
    """The rebuild that a run's params ask for. Airflow's form has checked them, but not against each other,
    and a run's conf can come around the form.

    Raises RebuildError.
    """
    return Rebuild(
        days=_days(_day(params, "from"), _day(params, "to")),
        pipelines=_pipelines(params),
        parameters={"onlyArchived": _flag(params, "only_archived"), "force": _flag(params, "force")},
    )


def _day(params: Mapping, name: str) -> date:
    text = params.get(name)
    try:
        # Python would take 20260102 and 2026-W01-5 too.
        if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError as error:
        raise RebuildError(f"The param {name} is {shown(text)}: expected a day, YYYY-MM-DD.") from error


def _days(first: date, last: date) -> str:
    if first > last:
        raise RebuildError(f"The param from, {first}, is after to, {last}: swap them.")
    count = (last - first).days + 1
    if count > MOST_DAYS:
        raise RebuildError(
            f"The params from and to ask for {count:,} days: at most {MOST_DAYS:,} days are made at once, choose fewer."
        )
    return f"{first}" if first == last else f"{first}..{last}"


def _pipelines(params: Mapping) -> tuple[str, ...]:
    names = params.get("pipelines", list(API_PIPELINES))
    if not isinstance(names, list) or not names or any(name not in API_PIPELINES for name in names):
        raise RebuildError(
            f"The param pipelines is {shown(names)}: expected a list of one or more of {', '.join(API_PIPELINES)}."
        )
    return tuple(name for name in API_PIPELINES if name in names)


def _flag(params: Mapping, name: str) -> bool:
    value = params.get(name, False)
    if not isinstance(value, bool):
        raise RebuildError(f"The param {name} is {shown(value)}: expected true or false.")
    return value
