"""Tells people that a task has failed for good, by every channel that is configured."""

import json
import logging
from collections.abc import Callable

from .airflow_versions import variable
from .settings import VARIABLE, Settings, SettingsProblem, read_settings_as_they_are

log = logging.getLogger(__name__)


def alert(context) -> None:
    """The on_failure_callback. No channel that fails keeps the others from being used."""
    message = failure_message(context)
    log.error("%s", message["text"])
    try:
        settings = read_settings_as_they_are(variable(VARIABLE))
    except SettingsProblem as problem:
        log.error("Nobody is alerted: %s", problem)
        return
    for channel, send in CHANNELS.items():
        target = settings.alerts.get(channel)
        if not target:
            continue
        try:
            send(settings, target, message)
            log.info("Alerted by %s.", channel)
        except Exception:
            log.exception("The alert by %s could not be sent.", channel)


def failure_message(context) -> dict[str, str]:
    """What happened: dag, task, date, try, error, log_url, and all of it as one text."""
    task = context["task_instance"]
    message = {
        "dag": task.dag_id,
        "task": task.task_id,
        "date": str(context.get("ds", "")),
        "run_id": str(context.get("run_id", "")),
        "try": str(task.try_number),
        "error": str(context.get("exception") or "unknown"),
        "log_url": str(getattr(task, "log_url", "")),
    }
    text = "{dag}: {task} failed for {date} at try {try}: {error} {log_url}".format(**message)
    return {**message, "text": text.strip()}


def _email(settings: Settings, to: str | list[str], message: dict) -> None:
    from airflow.utils.email import send_email

    send_email(to=to, subject=f"{message['dag']}: {message['task']} failed", html_content=_html(message["text"]))


def _slack(settings: Settings, conn_id: str, message: dict) -> None:
    """An HTTP connection whose password is the incoming webhook's URL: the URL is a secret."""
    import requests

    try:
        from airflow.sdk import BaseHook
    except ImportError:
        from airflow.hooks.base import BaseHook

    url = BaseHook.get_connection(conn_id).password
    requests.post(url, json={"text": message["text"]}, timeout=30).raise_for_status()


def _pubsub(settings: Settings, topic: str, message: dict) -> None:
    """`projects/P/topics/T`, over REST: no further package is needed."""
    from base64 import b64encode

    from airflow.providers.google.common.hooks.base_google import GoogleBaseHook
    from googleapiclient.discovery import build

    hook = GoogleBaseHook(gcp_conn_id=settings.gcp_conn_id)
    data = b64encode(json.dumps(message).encode()).decode()
    with build("pubsub", "v1", http=hook._authorize(), cache_discovery=False) as service:
        body = {"messages": [{"data": data, "attributes": {"dag": message["dag"], "task": message["task"]}}]}
        service.projects().topics().publish(topic=topic, body=body).execute()


def _html(text: str) -> str:
    from html import escape

    return f"<p>{escape(text)}</p>"


CHANNELS: dict[str, Callable[[Settings, object, dict], None]] = {
    "email": _email,
    "slack_conn_id": _slack,
    "pubsub_topic": _pubsub,
}
