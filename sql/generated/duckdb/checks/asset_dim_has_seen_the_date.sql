-- Generated from sql/checks/asset_dim_has_seen_the_date.sql: npm run transpile.
-- The dimension was refreshed for the day or a later one.
-- severity: fail
-- expected: >= 1
-- message: No coin of crypto_asset_dim was seen on {date} or later. Run asset-dim for the day.
SELECT
  COUNT(*) AS observed
FROM "crypto_asset_dim"
WHERE
  last_seen_date >= CAST('{{ date }}' AS DATE)
