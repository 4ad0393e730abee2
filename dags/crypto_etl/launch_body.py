"""The request that launches a pipeline's Flex Template."""

from .settings import TaskSettings

API_PIPELINES = ("market-snapshot", "asset-dim")
"""Those that call the API, and so those of which the archive has answers."""

PIPELINES = ("date-dim", *API_PIPELINES)


def launch_body(settings: TaskSettings, pipeline: str, days: str, asked: dict | None = None) -> dict:
    """The body of `flexTemplates:launch` for one pipeline and one day, YYYY-MM-DD, or all of FROM..TO.

    Parameters that the run itself is asked for take precedence over those of the settings.

    https://cloud.google.com/dataflow/docs/reference/rest/v1b3/projects.locations.flexTemplates/launch
    """
    return {
        "launchParameter": {
            # As pipelines/runners/job_identity.ts names it.
            "jobName": f"crypto-{pipeline}-{days.replace('..', '-to-')}",
            "containerSpecGcsPath": f"{settings.templates.rstrip('/')}/{pipeline}.json",
            "parameters": _parameters(settings, pipeline, days, asked or {}),
            "environment": {
                **settings.environment,
                "additionalUserLabels": {
                    "app": "crypto-pipelines",
                    "pipeline": pipeline,
                    "snapshot-date": days.replace("..", "_"),  # a label has no dots
                    **settings.environment.get("additionalUserLabels", {}),
                    **settings.labels,
                },
            },
        }
    }


def _parameters(settings: TaskSettings, pipeline: str, days: str, asked: dict) -> dict:
    parameters = {"output": settings.output, "warehouse": settings.warehouse, "snapshotDate": days}
    if pipeline in API_PIPELINES:
        parameters["source"] = settings.source
        if settings.api_key_secret:
            parameters["apiKeySecret"] = settings.api_key_secret
    shared = {name: value for name, value in settings.parameters.items() if name not in PIPELINES}
    given = {**shared, **settings.parameters.get(pipeline, {}), **asked}
    return {**parameters, **{name: _text(value) for name, value in given.items()}}


def _text(value) -> str:
    """A parameter's value as text: JSON's `true`, not Python's `True`."""
    return str(value).lower() if isinstance(value, bool) else str(value)
