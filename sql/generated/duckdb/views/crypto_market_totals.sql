-- Generated from sql/views/crypto_market_totals.sql: npm run transpile.
WITH ranked AS (
  SELECT
    snapshot_date,
    vs_currency,
    asset_id,
    market_cap,
    total_volume,
    ROW_NUMBER() OVER (
      PARTITION BY snapshot_date
      ORDER BY COALESCE(market_cap, -1) DESC, asset_id NULLS FIRST
    ) AS size_rank
  FROM "crypto_market_snapshot_fact"
  /* Every day passes; but the fact wants a filter that is a constant. */
  WHERE
    snapshot_date >= CAST('0001-01-01' AS DATE)
), days AS (
  SELECT
    snapshot_date,
    vs_currency,
    COUNT(*) AS coins,
    SUM(market_cap) AS market_cap,
    SUM(total_volume) AS total_volume,
    CAST(SUM(market_cap) AS DOUBLE) AS whole,
    CAST(SUM(CASE WHEN size_rank <= 10 THEN market_cap END) AS DOUBLE) AS top_10,
    CAST(SUM(CASE WHEN asset_id = 'bitcoin' THEN market_cap END) AS DOUBLE) AS bitcoin,
    CAST(SUM(CASE WHEN asset_id = 'ethereum' THEN market_cap END) AS DOUBLE) AS ethereum
  FROM ranked
  GROUP BY
    snapshot_date,
    vs_currency
), compared AS (
  SELECT
    *,
    LAG(whole) OVER (PARTITION BY vs_currency ORDER BY snapshot_date NULLS FIRST) AS whole_before
  FROM days
)
SELECT
  snapshot_date,
  vs_currency,
  coins,
  market_cap,
  total_volume,
  100 * CASE WHEN whole <> 0 THEN top_10 / whole ELSE NULL END AS top_10_dominance,
  100 * CASE WHEN whole <> 0 THEN bitcoin / whole ELSE NULL END AS bitcoin_dominance,
  100 * CASE WHEN whole <> 0 THEN ethereum / whole ELSE NULL END AS ethereum_dominance,
  100 * CASE
    WHEN whole_before <> 0
    THEN (
      whole - whole_before
    ) / whole_before
    ELSE NULL
  END AS market_cap_change_percentage
FROM compared
