"""The modules of crypto_etl_dag.py and crypto_rebuild_dag.py."""
