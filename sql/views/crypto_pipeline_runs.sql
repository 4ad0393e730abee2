-- What every pipeline did: one row a pipeline and date.
SELECT * FROM `{{ dataset }}.crypto_market_snapshot_runs`
UNION ALL
SELECT * FROM `{{ dataset }}.crypto_asset_dim_runs`
UNION ALL
SELECT * FROM `{{ dataset }}.date_dim_runs`
