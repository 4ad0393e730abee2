"""Notifies people that a task has finally failed, through every channel that is configured."""

import json
import logging
from collections.abc import Callable

from .airflow_versions import variable
from .settings import VARIABLE, TaskSettings, read_alert_settings

log = logging.getLogger(__name__)


def alert(context) -> None:
    """The on_failure_callback. A channel that fails does not stop the others."""
    message = failure_message(context)
    log.error("%s", message["text"])
    settings, errors = read_alert_settings(variable(VARIABLE))
    for error in errors:
        log.error("Alerts go only to the recipients that could be read: %s", error)
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
        "date": _days(context),
        "run_id": str(context.get("run_id", "")),
        "try": str(task.try_number),
        "error": str(context.get("exception") or "unknown"),
        "log_url": str(getattr(task, "log_url", "")),
    }
    text = "{dag}: {task} failed for {date} at try {try}: {error} {log_url}".format(**message)
    return {**message, "text": text.strip()}


def _days(context) -> str:
    """The day of a daily run, or the days that a rebuild is asked for."""
    params = context.get("params") or {}
    if "from" in params:
        return f"{params['from']}..{params.get('to')}"
    return str(context.get("ds", ""))


def _email(settings: TaskSettings, to: str | list[str], message: dict) -> None:
    from airflow.utils.email import send_email

    send_email(to=to, subject=f"{message['dag']}: {message['task']} failed", html_content=_html(message["text"]))


def _slack(settings: TaskSettings, conn_id: str, message: dict) -> None:
    """An HTTP connection with the incoming webhook's URL as its password: the URL is a secret."""
    import requests

    try:
        from airflow.sdk import BaseHook
    except ImportError:
        from airflow.hooks.base import BaseHook

    url = BaseHook.get_connection(conn_id).password
    requests.post(url, json={"text": message["text"]}, timeout=30).raise_for_status()


def _pubsub(settings: TaskSettings, topic: str, message: dict) -> None:
    """The topic is `projects/P/topics/T`."""
    from airflow.providers.google.cloud.hooks.pubsub import PubSubHook

    _, project, _, name = topic.split("/")
    attributes = {"dag": message["dag"], "task": message["task"]}
    PubSubHook(gcp_conn_id=settings.gcp_conn_id).publish(
        project_id=project, topic=name, messages=[{"data": json.dumps(message).encode(), "attributes": attributes}]
    )


def _html(text: str) -> str:
    from html import escape

    return f"<p>{escape(text)}</p>"


CHANNELS: dict[str, Callable[[TaskSettings, object, dict], None]] = {
    "email": _email,
    "slack_conn_id": _slack,
    "pubsub_topic": _pubsub,
}
