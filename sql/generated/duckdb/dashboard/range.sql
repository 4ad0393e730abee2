-- Generated from sql/dashboard/range.sql: npm run transpile.
-- The first and the newest day held, and how many.
SELECT
  MIN(fact.snapshot_date) AS first_day,
  MAX(fact.snapshot_date) AS last_day,
  COUNT(DISTINCT fact.snapshot_date) AS days
FROM "crypto_market_snapshot_fact" AS fact
WHERE
  fact.snapshot_date BETWEEN CAST('{{ from }}' AS DATE) AND CAST('{{ to }}' AS DATE)
