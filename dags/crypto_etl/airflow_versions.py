"""The names that moved between Airflow 2.10 and 3, all in one place."""

try:  # Airflow 3
    from airflow.sdk import DAG, Asset, Param, Variable

    AIRFLOW_3 = True
except ImportError:  # Airflow 2.10
    from airflow import DAG
    from airflow.datasets import Dataset as Asset
    from airflow.models import Variable
    from airflow.models.param import Param

    AIRFLOW_3 = False

try:
    from airflow.providers.standard.operators.branch import BaseBranchOperator
    from airflow.providers.standard.operators.empty import EmptyOperator
except ImportError:
    from airflow.operators.branch import BaseBranchOperator
    from airflow.operators.empty import EmptyOperator

try:
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:
    from airflow.exceptions import AirflowFailException, AirflowSkipException


def variable(name: str) -> str | None:
    """The text of an Airflow Variable, or None when it does not exist."""
    if AIRFLOW_3:
        return Variable.get(name, default=None)
    return Variable.get(name, default_var=None)


__all__ = [
    "AIRFLOW_3",
    "DAG",
    "AirflowFailException",
    "AirflowSkipException",
    "Asset",
    "BaseBranchOperator",
    "EmptyOperator",
    "Param",
    "variable",
]
