-- Generated from sql/checks/asset_dim_has_one_row_per_asset.sql: npm run transpile.
-- No coin has two rows in the dimension.
SELECT
  COUNT(*) = COUNT(DISTINCT asset_id) AS asset_dim_has_one_row_per_asset
FROM "crypto_asset_dim"
