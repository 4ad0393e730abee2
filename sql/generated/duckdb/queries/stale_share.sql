-- Generated from sql/queries/stale_share.sql: npm run transpile.
-- How much of each day's data was stale.
-- question: Can the prices of a day be trusted to be of that day?
-- snapshot_date: The day.
-- coins: Coins of its snapshot.
-- stale_coins: Those whose price was more than a day older than the newest of the snapshot, or of unknown age.
-- stale_percentage: Stale coins of the coins, in percent.
-- stale_market_cap_percentage: Their share of the market capitalisation, in percent.
-- caveat: crypto_stale_coins names those of the newest snapshot.
WITH ages AS (
  SELECT
    snapshot_date,
    CAST(market_cap AS DOUBLE) AS market_cap,
    COALESCE(
      MAX(EPOCH_MS(last_updated)) OVER (PARTITION BY snapshot_date) - EPOCH_MS(last_updated) > 24 * 3600000,
      TRUE
    ) AS is_stale
  FROM "crypto_market_snapshot_fact"
  /* Every day passes; but the fact wants a filter that is a constant. */
  WHERE
    snapshot_date >= CAST('0001-01-01' AS DATE)
)
SELECT
  snapshot_date,
  COUNT(*) AS coins,
  COUNT_IF(is_stale) AS stale_coins,
  100 * CASE WHEN COUNT(*) <> 0 THEN COUNT_IF(is_stale) / COUNT(*) ELSE NULL END AS stale_percentage,
  100 * CASE
    WHEN SUM(market_cap) <> 0
    THEN COALESCE(SUM(CASE WHEN is_stale THEN market_cap END), 0) / SUM(market_cap)
    ELSE NULL
  END AS stale_market_cap_percentage
FROM ages
GROUP BY
  snapshot_date
ORDER BY
  snapshot_date DESC
