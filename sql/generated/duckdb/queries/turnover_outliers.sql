-- Generated from sql/queries/turnover_outliers.sql: npm run transpile.
-- The twenty coins whose turnover is most unlike the market's.
-- question: Which coins trade suspiciously much, or hardly at all, for their size?
-- market_cap_rank: Rank in the newest snapshot; null for an unranked coin.
-- asset_id: The coin.
-- name: Its name.
-- market_cap: Market capitalisation, in the currency of the snapshots.
-- total_volume: Traded volume of 24 hours.
-- turnover: total_volume over market_cap.
-- deviations: Standard deviations of the market's logarithmic turnover from its mean; below 0 trades little.
-- caveat: Coins without volume or market capitalisation have no turnover. A high one may be wash trading, or a
--   listing on a new exchange.
WITH turnovers AS (
  SELECT
    market_cap_rank,
    asset_id,
    name,
    CAST(market_cap AS DOUBLE) AS market_cap,
    CAST(total_volume AS DOUBLE) AS total_volume,
    CASE
      WHEN CAST(market_cap AS DOUBLE) <> 0
      THEN CAST(total_volume AS DOUBLE) / CAST(market_cap AS DOUBLE)
      ELSE NULL
    END AS turnover,
    LN(CAST(total_volume AS DOUBLE)) /* Not of the turnover, which may be too small for a double. */ - LN(CAST(market_cap AS DOUBLE)) AS log_turnover
  FROM "crypto_market_latest"
  WHERE
    CAST(market_cap AS DOUBLE) > 0 AND CAST(total_volume AS DOUBLE) > 0
), scored AS (
  SELECT
    *,
    CASE
      WHEN STDDEV_POP(log_turnover) OVER () <> 0
      THEN (
        log_turnover - AVG(log_turnover) OVER ()
      ) / STDDEV_POP(log_turnover) OVER ()
      ELSE NULL
    END AS deviations
  FROM turnovers
)
SELECT
  market_cap_rank,
  asset_id,
  name,
  market_cap,
  total_volume,
  turnover,
  deviations
FROM scored
WHERE
  NOT deviations IS NULL
ORDER BY
  ABS(deviations) DESC,
  asset_id ASC NULLS FIRST
LIMIT 20
