-- Generated from sql/checks/asset_dim_has_one_row_per_asset.sql: npm run transpile.
-- No coin has two rows in the dimension.
-- severity: fail
-- expected: <= 0
-- message: {observed} rows of crypto_asset_dim are second rows of a coin, so joins with it count coins
--   twice. Run asset-dim again: it replaces the table.
SELECT
  COUNT(*) - COUNT(DISTINCT asset_id) AS observed
FROM "crypto_asset_dim"
