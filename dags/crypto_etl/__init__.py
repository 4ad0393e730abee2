"""What crypto_etl_dag.py is made of."""
