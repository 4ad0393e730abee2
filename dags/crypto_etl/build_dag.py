"""Builds the DAG: start -> the three pipelines -> the checks of their data -> their results kept -> end."""

import json
import logging
from datetime import datetime, timedelta, timezone
from pathlib import Path

from .airflow_versions import DAG, Asset, EmptyOperator
from .alerts import alert
from .checks import read_checks
from .data_check import DataCheck
from .keep_check_results import KeepCheckResults
from .launch_body import PIPELINES
from .launch_pipeline import LaunchPipeline
from .schedule import timetable_of
from .settings import DagSettings, read_dag_settings
from .settings_json import SettingsError

log = logging.getLogger(__name__)

# The tables that each pipeline fills, generated from their specs.
TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))


def build_dag() -> DAG:
    settings, error = read_dag_settings()
    try:
        timetable = timetable_of(settings.schedule)
    except SettingsError as schedule_error:
        timetable, error = timetable_of(DagSettings.schedule), schedule_error
    if error:
        log.error("%s The DAG uses its defaults, and its tasks will fail until this is corrected.", error)
    with DAG(
        dag_id="crypto_etl_dag",
        description="Crypto market data from CoinGecko: CSV files and a BigQuery star schema.",
        doc_md=f"**{error}**" if error else __doc__,
        schedule=timetable,
        start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
        # CoinGecko serves only the present: a day that was missed can't be fetched later.
        catchup=False,
        # Two days at once would share the API's rate limit, and asset_dim builds on the previous day.
        max_active_runs=1,
        default_args={
            "owner": "crypto-pipelines",
            "retries": settings.retries,
            "retry_delay": timedelta(seconds=settings.retry_delay_seconds),
            "retry_exponential_backoff": True,
            "max_retry_delay": timedelta(hours=1),
            "execution_timeout": timedelta(minutes=settings.execution_timeout_minutes),
            "on_failure_callback": alert,
        },
        tags=["crypto", "dataflow", "coingecko"],
    ) as dag:
        start = EmptyOperator(task_id="start")
        # A check that is skipped because there is no warehouse is not a failure.
        end = EmptyOperator(task_id="end", trigger_rule="none_failed")
        launches = [_launch(pipeline, settings) for pipeline in PIPELINES]
        checks = [DataCheck(check=check) for check in read_checks()]
        start >> launches
        for launch in launches:
            launch >> (checks or end)
        if checks:
            results = KeepCheckResults(task_id="check_results", checks=[check.task_id for check in checks])
            checks >> results >> end
            # A check that fails the day does so although its result is kept.
            checks >> end
    return dag


def _launch(pipeline: str, settings: DagSettings) -> LaunchPipeline:
    return LaunchPipeline(
        task_id=pipeline.replace("-", "_"),
        pipeline=pipeline,
        deferrable=settings.deferrable,
        poll_sleep=settings.poll_seconds,
        # Both pipelines call one API with one key: a pool with one slot runs them one after the other.
        pool="default_pool" if pipeline == "date-dim" else settings.api_pool,
        outlets=[Asset(table) for table in TABLES[pipeline]],
    )

