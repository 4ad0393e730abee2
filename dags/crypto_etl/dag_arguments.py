"""What the DAGs have in common: how their tasks retry, alert and launch."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

from .airflow_versions import Asset
from .alerts import alert
from .launch_body import API_PIPELINES
from .settings import DagSettings

# The tables that each pipeline fills, generated from their specs.
TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))

DAILY_PRIORITY, REBUILD_PRIORITY = 10, 1
"""Who gets the pool's slot first: the day's market can be fetched until noon UTC only, the past at any time."""

LONGEST_REBUILD = timedelta(hours=6)
"""How long a rebuild may hold the slot at a time, so that the daily run has it well before noon UTC."""


def dag_arguments(settings: DagSettings) -> dict:
    """The arguments of a DAG beside its name, its schedule and its description."""
    return {
        "start_date": datetime(2026, 1, 1, tzinfo=timezone.utc),
        # CoinGecko serves only the present: a day that was missed can't be fetched later.
        "catchup": False,
        # Two runs at once would share the API's rate limit, and asset_dim builds on the dimension before.
        "max_active_runs": 1,
        "default_args": {
            "owner": "crypto-pipelines",
            "retries": settings.retries,
            "retry_delay": timedelta(seconds=settings.retry_delay_seconds),
            "retry_exponential_backoff": True,
            "max_retry_delay": timedelta(hours=1),
            "execution_timeout": timedelta(minutes=settings.execution_timeout_minutes),
            "on_failure_callback": alert,
        },
        "tags": ["crypto", "dataflow", "coingecko"],
    }


def launch_arguments(settings: DagSettings, pipeline: str) -> dict:
    """The arguments of the task that launches a pipeline."""
    return {
        "task_id": pipeline.replace("-", "_"),
        "pipeline": pipeline,
        "deferrable": settings.deferrable,
        "poll_sleep": settings.poll_seconds,
        # These pipelines call one API with one key, and asset_dim replaces one dimension: a pool with one
        # slot runs their jobs one after the other, of whatever DAG they are.
        "pool": settings.api_pool if pipeline in API_PIPELINES else "default_pool",
        "weight_rule": "absolute",
        "priority_weight": DAILY_PRIORITY,
        "outlets": [Asset(table) for table in TABLES[pipeline]],
    }


def rebuild_arguments(settings: DagSettings, pipeline: str) -> dict:
    """The arguments of the task that rebuilds a pipeline's days.

    A timeout gives the slot back: a daily task that waits has it before the retry, which goes on with the
    days that are left.
    """
    return {
        **launch_arguments(settings, pipeline),
        "priority_weight": REBUILD_PRIORITY,
        "execution_timeout": min(timedelta(minutes=settings.execution_timeout_minutes), LONGEST_REBUILD),
    }
