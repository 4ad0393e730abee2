"""Reads cases from stdin, as JSON, and prints what the DAG's settings code returns for each.

A case is {"read": "dag" | "task" | "alerts", "file": text or null, "variable": text or null}, with "base64"
for a file that is not UTF-8 text, {"read": "body", "settings": {..}, "pipeline": name, "date": day}, or
{"read": "rebuild", "settings": {..}, "params": {..}} for the body of each pipeline that the params choose.
It needs no Airflow.
"""

import base64
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from crypto_etl.launch_body import launch_body
from crypto_etl.rebuild import RebuildError, read_rebuild
from crypto_etl.settings import TaskSettings, read_alert_settings, read_dag_settings, read_task_settings
from crypto_etl.settings_json import SettingsError


def answer(case: dict, file: Path):
    if case["read"] == "body":
        return launch_body(TaskSettings(**case["settings"]), case["pipeline"], case["date"])
    if case["read"] == "rebuild":
        return rebuild_bodies(TaskSettings(**case["settings"]), case["params"])
    file.unlink(missing_ok=True)
    if case.get("base64") is not None:
        file.write_bytes(base64.b64decode(case["base64"]))
    elif case["file"] is not None:
        file.write_text(case["file"], encoding="utf-8")
    if case["read"] == "dag":
        settings, error = read_dag_settings()
        return {"settings": asdict(settings), "error": error and str(error)}
    if case["read"] == "alerts":
        settings, errors = read_alert_settings(case["variable"])
        return {"alerts": settings.alerts, "errors": [str(error) for error in errors]}
    try:
        return asdict(read_task_settings(case["variable"]))
    except SettingsError as error:
        return {"error": str(error)}


def rebuild_bodies(settings: TaskSettings, params: dict):
    try:
        rebuild = read_rebuild(params)
    except RebuildError as error:
        return {"error": str(error)}
    return {name: launch_body(settings, name, rebuild.days, rebuild.parameters) for name in rebuild.pipelines}


with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "settings.json"
    os.environ["CRYPTO_ETL_SETTINGS"] = str(path)
    print(json.dumps([answer(case, path) for case in json.load(sys.stdin)]))
