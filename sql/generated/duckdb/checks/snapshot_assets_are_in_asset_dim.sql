-- Generated from sql/checks/snapshot_assets_are_in_asset_dim.sql: npm run transpile.
-- Of the day's coins, at least 99% are in the dimension: the list and the pages are fetched minutes apart.
SELECT
  COUNT(asset.asset_id) >= 0.99 * COUNT(*) AS snapshot_assets_are_in_asset_dim
FROM "crypto_market_snapshot_fact" AS fact
LEFT JOIN "crypto_asset_dim" AS asset
  ON fact.asset_id = asset.asset_id
WHERE
  fact.snapshot_date = CAST('{{ date }}' AS DATE)
