-- Generated from sql/checks/asset_dim_has_seen_the_date.sql: npm run transpile.
-- The dimension was refreshed for the day or a later one.
SELECT
  COALESCE(MAX(last_seen_date) >= CAST('{{ date }}' AS DATE), FALSE) AS asset_dim_has_seen_the_date
FROM "crypto_asset_dim"
