"""The names that moved between Airflow 2.10 and 3, in one place."""

try:  # Airflow 3
    from airflow.sdk import DAG, Asset, BaseOperator, Variable

    AIRFLOW_3 = True
except ImportError:  # Airflow 2.10
    from airflow import DAG
    from airflow.datasets import Dataset as Asset
    from airflow.models import BaseOperator, Variable

    AIRFLOW_3 = False

try:
    from airflow.providers.standard.operators.empty import EmptyOperator
except ImportError:
    from airflow.operators.empty import EmptyOperator

try:
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:
    from airflow.exceptions import AirflowFailException, AirflowSkipException


def variable(name: str) -> str | None:
    """The text of an Airflow Variable, or None when there is none of that name."""
    if AIRFLOW_3:
        return Variable.get(name, default=None)
    return Variable.get(name, default_var=None)


__all__ = [
    "AIRFLOW_3",
    "DAG",
    "AirflowFailException",
    "AirflowSkipException",
    "Asset",
    "BaseOperator",
    "EmptyOperator",
    "variable",
]
