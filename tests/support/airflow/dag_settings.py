"""Reads cases from stdin, as JSON, and prints what the DAG's settings code answers to each.

A case is {"read": "shape" | "settings", "file": text or null, "variable": text or null} or
{"read": "body", "settings": {..}, "pipeline": name, "date": day}. It needs no Airflow.
"""

import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from crypto_etl.launch_body import launch_body
from crypto_etl.settings import Settings, SettingsProblem, read_settings, read_shape


def answer(case: dict, file: Path):
    if case["read"] == "body":
        return launch_body(Settings(**case["settings"]), case["pipeline"], case["date"])
    file.unlink(missing_ok=True)
    if case["file"] is not None:
        file.write_text(case["file"])
    if case["read"] == "shape":
        shape, problem = read_shape()
        return {"shape": asdict(shape), "problem": problem}
    try:
        return asdict(read_settings(case["variable"]))
    except SettingsProblem as problem:
        return {"problem": str(problem)}


with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "settings.json"
    os.environ["CRYPTO_ETL_SETTINGS"] = str(path)
    print(json.dumps([answer(case, path) for case in json.load(sys.stdin)]))
