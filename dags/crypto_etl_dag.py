"""The Airflow DAG `crypto_etl_dag`: the three crypto pipelines on Dataflow, every day, then checks of the data.

How it is built stands in crypto_etl/build_dag.py, and what can be set in crypto_etl/settings.py.
"""

from crypto_etl.build_dag import build_dag

dag = build_dag()
