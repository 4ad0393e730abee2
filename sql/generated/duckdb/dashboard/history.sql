-- Generated from sql/dashboard/history.sql: npm run transpile.
-- Prices, volumes and ranks of the coins of the last day: every day of the 500 largest, fewer of the others.
WITH coin AS (
  SELECT
    asset_id,
    CASE
      WHEN market_cap_rank <= 500
      THEN 1
      WHEN market_cap_rank <= 3000
      THEN CAST('{{ step }}' AS BIGINT)
      ELSE CAST('{{ tail_step }}' AS BIGINT)
    END AS step
  FROM "crypto_market_snapshot_fact"
  WHERE
    snapshot_date = CAST('{{ to }}' AS DATE)
)
SELECT
  fact.asset_id,
  fact.snapshot_date,
  fact.current_price,
  fact.total_volume,
  fact.market_cap_rank
FROM "crypto_market_snapshot_fact" AS fact
INNER JOIN coin
  ON fact.asset_id = coin.asset_id
WHERE
  fact.snapshot_date BETWEEN CAST('{{ from }}' AS DATE) AND CAST('{{ to }}' AS DATE)
  AND DATE_DIFF('DAY', fact.snapshot_date, CAST('{{ to }}' AS DATE)) % coin.step = 0
