-- Generated from sql/dashboard/names.sql: npm run transpile.
-- What coins were called that had more than one name or symbol, with the days that showed it.
SELECT
  fact.asset_id,
  fact.name,
  fact.symbol,
  MIN(fact.snapshot_date) AS first_day,
  MAX(fact.snapshot_date) AS last_day
FROM "crypto_market_snapshot_fact" AS fact
WHERE
  fact.snapshot_date BETWEEN CAST('{{ from }}' AS DATE) AND CAST('{{ to }}' AS DATE)
GROUP BY
  fact.asset_id,
  fact.name,
  fact.symbol
QUALIFY
  COUNT(*) OVER (PARTITION BY fact.asset_id) > 1
ORDER BY
  fact.asset_id ASC NULLS FIRST,
  first_day ASC NULLS FIRST
