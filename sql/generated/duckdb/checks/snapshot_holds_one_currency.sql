-- Generated from sql/checks/snapshot_holds_one_currency.sql: npm run transpile.
-- All prices of the day are in one currency.
SELECT
  COUNT(DISTINCT vs_currency) <= 1 AS snapshot_holds_one_currency
FROM "crypto_market_snapshot_fact"
WHERE
  snapshot_date = CAST('{{ date }}' AS DATE)
