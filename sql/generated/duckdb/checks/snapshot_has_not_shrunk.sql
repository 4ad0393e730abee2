-- Generated from sql/checks/snapshot_has_not_shrunk.sql: npm run transpile.
-- The day has at least 90% of the coins of the newest day before it; the first day is not compared.
WITH days AS (
  SELECT
    snapshot_date,
    COUNT(*) AS coins
  FROM "crypto_market_snapshot_fact"
  WHERE
    snapshot_date BETWEEN CAST('{{ date }}' AS DATE) - 7 AND CAST('{{ date }}' AS DATE)
  GROUP BY
    snapshot_date
), compared AS (
  SELECT
    snapshot_date,
    coins,
    LAG(coins) OVER (ORDER BY snapshot_date NULLS FIRST) AS coins_before
  FROM days
)
SELECT
  COUNT(*) = 1 AS snapshot_has_not_shrunk
FROM compared
WHERE
  snapshot_date = CAST('{{ date }}' AS DATE)
  AND coins >= 0.9 * COALESCE(coins_before, 0)
