"""Builds the DAG: start -> the three pipelines -> the checks of their data -> their results kept -> end."""

import logging

from .airflow_versions import DAG, EmptyOperator
from .checks import read_checks
from .dag_arguments import dag_arguments, launch_arguments
from .data_check import DataCheck
from .keep_check_results import KeepCheckResults
from .launch_body import PIPELINES
from .launch_pipeline import LaunchPipeline
from .schedule import timetable_of
from .settings import DagSettings, read_dag_settings
from .settings_json import SettingsError

log = logging.getLogger(__name__)


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
        **dag_arguments(settings),
    ) as dag:
        start = EmptyOperator(task_id="start")
        # A check that is skipped because there is no warehouse is not a failure.
        end = EmptyOperator(task_id="end", trigger_rule="none_failed")
        launches = [LaunchPipeline(**launch_arguments(settings, pipeline)) for pipeline in PIPELINES]
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
