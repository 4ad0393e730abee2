-- What every pipeline rejected, and why.
SELECT * FROM `{{ dataset }}.crypto_market_snapshot_rejects`
UNION ALL
SELECT * FROM `{{ dataset }}.crypto_asset_dim_rejects`
