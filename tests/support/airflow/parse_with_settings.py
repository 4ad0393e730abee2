"""Parses a DAG folder once per settings file, and prints what each leads to as JSON.

Usage: parse_with_settings.py DAGS SETTINGS...
Each result has the import errors, the DAG's tasks with their retries, its schedule, and the error with which a
task of it fails.
"""

import json
import os
import sys

try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:
    from airflow.models.dagbag import DagBag


def parse(dags: str, settings: str) -> dict:
    os.environ["CRYPTO_ETL_SETTINGS"] = settings
    for name in [name for name in sys.modules if name.startswith("crypto_etl")]:
        del sys.modules[name]
    bag = DagBag(dags)
    dag = bag.dags.get("crypto_etl_dag")
    return {
        "import_errors": bag.import_errors,
        "dags": sorted(bag.dags),
        "retries": {task.task_id: task.retries for task in dag.tasks} if dag else {},
        "schedule": dag.timetable.summary if dag else None,
        "task_error": task_error(),
    }


def task_error() -> str | None:
    from crypto_etl.task_settings import task_settings

    try:
        task_settings()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


print(json.dumps([parse(sys.argv[1], settings) for settings in sys.argv[2:]]))
