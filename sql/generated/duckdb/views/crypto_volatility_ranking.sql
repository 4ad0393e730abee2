-- Generated from sql/views/crypto_volatility_ranking.sql: npm run transpile.
WITH newest AS (
  SELECT
    fact.snapshot_date,
    fact.asset_id,
    fact.symbol,
    fact.name,
    fact.market_cap_rank,
    fact.vs_currency,
    fact.current_price,
    fact.market_cap,
    fact.volatility,
    fact.volatility / CAST(fact.current_price AS DOUBLE) AS relative_volatility
  FROM "crypto_market_snapshot_fact" AS fact
  WHERE
    fact.snapshot_date /* Every day passes; but the fact wants a filter that is a constant. */ >= CAST('0001-01-01' AS DATE)
    AND fact.snapshot_date = (
      SELECT
        MAX(newest.snapshot_date)
      FROM "crypto_market_snapshot_fact" AS newest
      WHERE
        newest.snapshot_date >= CAST('0001-01-01' AS DATE)
    )
    AND /* A price may be too small for a double's range, where it would divide by zero. */ CAST(fact.current_price AS DOUBLE) > 0
    AND NOT fact.volatility IS NULL
)
SELECT
  snapshot_date,
  ROW_NUMBER() OVER (ORDER BY relative_volatility DESC, asset_id ASC NULLS FIRST) AS volatility_rank,
  asset_id,
  symbol,
  name,
  market_cap_rank,
  vs_currency,
  current_price AS price,
  market_cap,
  volatility,
  relative_volatility
FROM newest
