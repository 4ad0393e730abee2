-- Generated from sql/checks/snapshot_has_one_row_per_asset.sql: npm run transpile.
-- No coin has two rows on the day.
SELECT
  COUNT(*) = COUNT(DISTINCT asset_id) AS snapshot_has_one_row_per_asset
FROM "crypto_market_snapshot_fact"
WHERE
  snapshot_date = CAST('{{ date }}' AS DATE)
