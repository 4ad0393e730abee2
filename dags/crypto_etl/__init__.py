"""The modules of crypto_etl_dag.py."""
