-- Generated from sql/checks/snapshot_is_not_empty.sql: npm run transpile.
-- The day has rows.
-- severity: fail
-- expected: >= 1
-- message: The day has no row. Run market-snapshot for it.
SELECT
  COUNT(*) AS observed
FROM "crypto_market_snapshot_fact"
WHERE
  snapshot_date = CAST('{{ date }}' AS DATE)
