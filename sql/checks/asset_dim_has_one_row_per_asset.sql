-- No coin has two rows in the dimension.
SELECT COUNT(*) = COUNT(DISTINCT asset_id) AS asset_dim_has_one_row_per_asset
FROM `{{ dataset }}.crypto_asset_dim`
