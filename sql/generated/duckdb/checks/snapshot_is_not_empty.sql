-- Generated from sql/checks/snapshot_is_not_empty.sql: npm run transpile.
-- The day has rows.
SELECT
  COUNT(*) > 0 AS snapshot_is_not_empty
FROM "crypto_market_snapshot_fact"
WHERE
  snapshot_date = CAST('{{ date }}' AS DATE)
