"""Makes past days again from the archive: choose -> one Dataflow job a pipeline for all days -> end.

Trigger it with the first and the last day. Days that are done, and whose answers have not changed, are
passed over, unless `force` is set. It shares the pool of `crypto_etl_dag`: a job of a rebuild and one of the
daily run never work at once. A day can be fetched until noon UTC of the next, so the daily run goes first, and
a task of a rebuild is stopped after 6 hours at most; its retry goes on with the days that are left.

The checks of the data are not part of it: they ask about one day each, so a year would be thousands of tasks.
Once the run has ended, one command checks all of the days and keeps the results:
`crypto-pipelines check --warehouse=bigquery:PROJECT.DATASET --snapshotDate=FROM..TO`.
"""

import logging

from .airflow_versions import DAG, EmptyOperator, Param
from .choose_pipelines import ChoosePipelines
from .dag_arguments import dag_arguments, rebuild_arguments
from .launch_body import API_PIPELINES
from .launch_rebuild import LaunchRebuild
from .settings import read_dag_settings

log = logging.getLogger(__name__)


def build_rebuild_dag() -> DAG:
    settings, error = read_dag_settings()
    if error:
        log.error("%s The DAG uses its defaults, and its tasks will fail until this is corrected.", error)
    with DAG(
        dag_id="crypto_rebuild_dag",
        description="Makes past days of the crypto market data again, from the archive.",
        doc_md=f"**{error}**" if error else __doc__,
        schedule=None,
        params=_params(),
        **dag_arguments(settings),
    ) as dag:
        choose = ChoosePipelines(task_id="choose")
        launches = [LaunchRebuild(**rebuild_arguments(settings, pipeline)) for pipeline in API_PIPELINES]
        # A pipeline that was not chosen is skipped, which is not a failure.
        end = EmptyOperator(task_id="end", trigger_rule="none_failed")
        choose >> launches >> end
    return dag


def _params() -> dict[str, Param]:
    """The form of a run; rebuild.py reads what is given."""
    pipelines = list(API_PIPELINES)
    return {
        "from": Param(type="string", format="date", title="From", description="The first day, UTC."),
        "to": Param(type="string", format="date", title="To", description="The last day, UTC, inclusive."),
        "pipelines": Param(
            pipelines,
            type="array",
            items={"type": "string", "enum": pipelines},
            # Airflow's form offers these to choose from.
            examples=pipelines,
            minItems=1,
            uniqueItems=True,
            title="Pipelines",
            description="One Dataflow job each makes all of the days.",
        ),
        "only_archived": Param(
            False,
            type="boolean",
            title="Only archived",
            description="Pass over the days that the archive has no answers of, instead of refusing the run.",
        ),
        "force": Param(
            False,
            type="boolean",
            title="Force",
            description="Make days again that are done, and replace a day by less than 90% of the rows it holds.",
        ),
    }
