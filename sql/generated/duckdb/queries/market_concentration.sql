-- Generated from sql/queries/market_concentration.sql: npm run transpile.
-- How concentrated the market is, day by day.
-- question: Is the market's value spreading over more coins, or gathering in fewer?
-- snapshot_date: The day.
-- coins: Coins with a market capitalisation.
-- herfindahl_index: Herfindahl-Hirschman index: the sum of the squared shares in percent; 10,000 for one coin alone.
-- effective_coins: Coins of equal size that would give the same index.
-- largest_share: Share of the largest coin, in percent.
-- caveat: Wrapped and staked coins count beside the coins behind them, which lowers the index.
WITH shares AS (
  SELECT
    snapshot_date,
    100 * CASE
      WHEN SUM(CAST(market_cap AS DOUBLE)) OVER (PARTITION BY snapshot_date) <> 0
      THEN CAST(market_cap AS DOUBLE) / SUM(CAST(market_cap AS DOUBLE)) OVER (PARTITION BY snapshot_date)
      ELSE NULL
    END AS market_share
  FROM "crypto_market_daily"
  WHERE
    origin = 'snapshot' AND market_cap > 0
)
SELECT
  snapshot_date,
  COUNT(*) AS coins,
  SUM(market_share * market_share) AS herfindahl_index,
  CASE
    WHEN SUM(market_share * market_share) <> 0
    THEN 10000 / SUM(market_share * market_share)
    ELSE NULL
  END AS effective_coins,
  MAX(market_share) AS largest_share
FROM shares
GROUP BY
  snapshot_date
ORDER BY
  snapshot_date DESC
