"""Prints what Airflow reads from a DAG folder, as JSON: the import errors, and each DAG's params and tasks."""

import json
import sys

try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:
    from airflow.models.dagbag import DagBag

bag = DagBag(sys.argv[1])
print(
    json.dumps(
        {
            "import_errors": bag.import_errors,
            "dags": {
                dag.dag_id: {
                    "catchup": dag.catchup,
                    "max_active_runs": dag.max_active_runs,
                    "timetable": getattr(dag.timetable, "summary", None),
                    "intervals": type(dag.timetable).__name__,
                    "params": {
                        name: {
                            "schema": dag.params.get_param(name).schema,
                            "description": dag.params.get_param(name).description,
                            "default": dag.params[name] if dag.params.get_param(name).has_value else None,
                        }
                        for name in dag.params
                    },
                    "tasks": {
                        task.task_id: {
                            "type": type(task).__name__,
                            "upstream": sorted(task.upstream_task_ids),
                            "pool": task.pool,
                            "priority": task.priority_weight,
                            # A name in Airflow 3, a strategy in Airflow 2.
                            "weight_rule": task.weight_rule
                            if isinstance(task.weight_rule, str)
                            else type(task.weight_rule).__name__,
                            "retries": task.retries,
                            "deferrable": getattr(task, "deferrable", None),
                            "timeout": task.execution_timeout.total_seconds() if task.execution_timeout else None,
                            "outlets": [asset.uri for asset in task.outlets],
                        }
                        for task in dag.tasks
                    },
                }
                for dag in bag.dags.values()
            },
        }
    )
)
