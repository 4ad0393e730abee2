"""The Airflow DAG `crypto_rebuild_dag`: makes past days again from the archive, triggered by hand.

crypto_etl/build_rebuild_dag.py builds it; it has the settings of crypto_etl_dag.py.
"""

from crypto_etl.build_rebuild_dag import build_rebuild_dag

dag = build_rebuild_dag()
