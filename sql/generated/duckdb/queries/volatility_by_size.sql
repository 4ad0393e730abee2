-- Generated from sql/queries/volatility_by_size.sql: npm run transpile.
-- Volatility by tenth of the market, from the largest coins to the smallest.
-- question: How much more do small coins vary than large ones?
-- size_decile: 1 for the tenth of the coins with the largest market capitalisations, 10 for the smallest.
-- coins: Coins of the tenth.
-- smallest_market_cap: The least market capitalisation in it, in the currency of the snapshots.
-- largest_market_cap: The greatest.
-- median_volatility: Median of the volatility of 7 days over the price.
-- mean_volatility: Mean of it, which a few coins may pull up.
-- caveat: Coins without a price history of 7 days or without a market capitalisation are left out.
WITH deciles AS (
  SELECT
    relative_volatility,
    CAST(market_cap AS DOUBLE) AS market_cap,
    NTILE(10) OVER (ORDER BY market_cap DESC, asset_id ASC NULLS FIRST) AS size_decile
  FROM "crypto_volatility_ranking"
  WHERE
    market_cap > 0
), medians AS (
  SELECT
    *,
    QUANTILE_CONT(relative_volatility, 0.5) OVER (PARTITION BY size_decile) AS median_volatility
  FROM deciles
)
SELECT
  size_decile,
  COUNT(*) AS coins,
  MIN(market_cap) AS smallest_market_cap,
  MAX(market_cap) AS largest_market_cap,
  MIN(median_volatility) AS median_volatility,
  AVG(relative_volatility) AS mean_volatility
FROM medians
GROUP BY
  size_decile
ORDER BY
  size_decile NULLS FIRST
