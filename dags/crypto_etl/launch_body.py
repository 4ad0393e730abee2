"""The request that launches a pipeline's Flex Template."""

from .settings import TaskSettings

PIPELINES = ("date-dim", "asset-dim", "market-snapshot")


def launch_body(settings: TaskSettings, pipeline: str, date: str) -> dict:
    """The body of `flexTemplates:launch` for one pipeline and one day, YYYY-MM-DD.

    https://cloud.google.com/dataflow/docs/reference/rest/v1b3/projects.locations.flexTemplates/launch
    """
    return {
        "launchParameter": {
            "jobName": f"crypto-{pipeline}-{date}",  # as pipelines/runners/job_identity.ts names it
            "containerSpecGcsPath": f"{settings.templates.rstrip('/')}/{pipeline}.json",
            "parameters": _parameters(settings, pipeline, date),
            "environment": {
                **settings.environment,
                "additionalUserLabels": {
                    "app": "crypto-pipelines",
                    "pipeline": pipeline,
                    "snapshot-date": date,
                    **settings.environment.get("additionalUserLabels", {}),
                    **settings.labels,
                },
            },
        }
    }


def _parameters(settings: TaskSettings, pipeline: str, date: str) -> dict:
    parameters = {"output": settings.output, "warehouse": settings.warehouse, "snapshotDate": date}
    if pipeline != "date-dim":
        parameters["source"] = settings.source
        if settings.api_key_secret:
            parameters["apiKeySecret"] = settings.api_key_secret
    shared = {name: value for name, value in settings.parameters.items() if name not in PIPELINES}
    given = {**shared, **settings.parameters.get(pipeline, {})}
    return {**parameters, **{name: _text(value) for name, value in given.items()}}


def _text(value) -> str:
    """A parameter's value as text: JSON's `true`, not Python's `True`."""
    return str(value).lower() if isinstance(value, bool) else str(value)
