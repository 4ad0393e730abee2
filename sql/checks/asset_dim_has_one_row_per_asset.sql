-- No coin is in the dimension twice.
SELECT COUNT(*) = COUNT(DISTINCT asset_id) AS asset_dim_has_one_row_per_asset
FROM `{{ dataset }}.crypto_asset_dim`
