"""Builds the DAG: start -> the three pipelines -> the checks of their data -> end."""

import logging
from datetime import datetime, timedelta, timezone

from airflow.timetables.interval import CronDataIntervalTimetable

from .airflow_versions import DAG, Asset, EmptyOperator
from .alerts import alert
from .checks import read_checks
from .data_check import DataCheck
from .launch_body import PIPELINES
from .launch_pipeline import LaunchPipeline
from .settings import Shape, read_shape

log = logging.getLogger(__name__)

TABLES = {
    "date-dim": "date_dim",
    "asset-dim": "crypto_asset_dim",
    "market-snapshot": "crypto_market_snapshot_fact",
}


def build_dag() -> DAG:
    shape, problem = read_shape()
    if problem:
        log.error("%s The DAG has its defaults, and its tasks will fail until this is mended.", problem)
    with DAG(
        dag_id="crypto_etl_dag",
        description="Crypto market data from CoinGecko: CSV files and a BigQuery star schema.",
        doc_md=__doc__,
        schedule=_schedule(shape),
        start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
        # CoinGecko knows only now: a day that was missed can't be fetched afterwards.
        catchup=False,
        # Two days at once would share the API's pace, and asset_dim builds on the day before.
        max_active_runs=1,
        default_args={
            "owner": "crypto-pipelines",
            "retries": shape.retries,
            "retry_delay": timedelta(seconds=shape.retry_delay_seconds),
            "retry_exponential_backoff": True,
            "max_retry_delay": timedelta(hours=1),
            "execution_timeout": timedelta(minutes=shape.execution_timeout_minutes),
            "on_failure_callback": alert,
        },
        tags=["crypto", "dataflow", "coingecko"],
    ) as dag:
        start = EmptyOperator(task_id="start")
        # A check that is skipped, because there is no warehouse, is no failure.
        end = EmptyOperator(task_id="end", trigger_rule="none_failed")
        launches = [_launch(pipeline, shape) for pipeline in PIPELINES]
        checks = [DataCheck(task_id=claim, sql=sql) for claim, sql in read_checks().items()]
        start >> launches
        for launch in launches:
            launch >> (checks or end)
        if checks:
            checks >> end
    return dag


def _launch(pipeline: str, shape: Shape) -> LaunchPipeline:
    return LaunchPipeline(
        task_id=pipeline.replace("-", "_"),
        pipeline=pipeline,
        deferrable=shape.deferrable,
        poll_sleep=shape.poll_seconds,
        # Both pipelines ask one API with one key: a pool with one slot lets them go in turn.
        pool="default_pool" if pipeline == "date-dim" else shape.api_pool,
        outlets=[Asset(TABLES[pipeline])],
    )


def _schedule(shape: Shape) -> CronDataIntervalTimetable | None:
    """Airflow 3 reads a plain "@daily" as an instant and names a run after the day that begins.

    The timetable keeps what Airflow 2 did, on both: a run starts when a UTC day has ended, and `ds`
    is that day.
    """
    return None if shape.schedule is None else CronDataIntervalTimetable(shape.schedule, timezone="UTC")
