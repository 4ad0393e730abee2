"""The Airflow DAG `crypto_etl_dag`: the three crypto pipelines on Dataflow, every day, then checks of the data.

crypto_etl/build_dag.py builds it; crypto_etl/settings.py has the settings.
"""

from crypto_etl.build_dag import build_dag

dag = build_dag()
