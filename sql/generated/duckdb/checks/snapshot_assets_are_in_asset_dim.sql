-- Generated from sql/checks/snapshot_assets_are_in_asset_dim.sql: npm run transpile.
-- Of the day's coins, at least 99% are in the dimension: the list and the pages are fetched minutes apart.
-- severity: fail
-- expected: >= 99
-- message: Only {observed}% of the day's coins are in crypto_asset_dim, so joins with it lose the
--   others. Run asset-dim for the day.
SELECT
  100 * CASE
    WHEN COUNT(DISTINCT fact.asset_id) <> 0
    THEN COUNT(DISTINCT asset.asset_id) / COUNT(DISTINCT fact.asset_id)
    ELSE NULL
  END AS observed
FROM "crypto_market_snapshot_fact" AS fact
LEFT JOIN "crypto_asset_dim" AS asset
  ON fact.asset_id = asset.asset_id
WHERE
  fact.snapshot_date = CAST('{{ date }}' AS DATE)
