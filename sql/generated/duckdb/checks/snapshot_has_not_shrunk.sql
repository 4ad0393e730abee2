-- Generated from sql/checks/snapshot_has_not_shrunk.sql: npm run transpile.
-- The day has at least 90% of the coins of the newest day before it; the first day is not compared.
-- severity: fail
-- expected: >= 90
-- message: The day has {observed}% of the coins of the newest day before it. Coins are missing: look at
--   crypto_coverage, and run market-snapshot with --refresh.
WITH days AS (
  SELECT
    snapshot_date,
    COUNT(DISTINCT asset_id) AS coins
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
  MAX(100 * CASE WHEN coins_before <> 0 THEN coins / coins_before ELSE NULL END) AS observed
FROM compared
WHERE
  snapshot_date = CAST('{{ date }}' AS DATE)
