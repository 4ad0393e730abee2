-- Generated from sql/queries/drawdowns.sql: npm run transpile.
-- How far the hundred largest coins are below their highest price.
-- question: Which large coins have fallen furthest from their high, and how deep was their deepest fall?
-- market_cap_rank: Rank in the newest snapshot.
-- asset_id: The coin.
-- name: Its name.
-- price: Newest price, in the currency of the snapshots.
-- highest_price: Highest price of the days held.
-- highest_date: The first day with that price.
-- drawdown_percentage: From highest_price to price, in percent; 0 at the high.
-- deepest_drawdown_percentage: The deepest fall from any high before it, in percent.
-- ath_change_percentage: From the all-time high of CoinGecko to price, in percent.
-- caveat: Days that are not held are unknown; a day has one price, so a high within a day is not seen.
WITH prices AS (
  SELECT
    daily.asset_id,
    daily.snapshot_date,
    CAST(daily.price AS DOUBLE) AS price,
    MAX(CAST(daily.price AS DOUBLE)) OVER (PARTITION BY daily.asset_id) AS highest_price,
    MAX(CAST(daily.price AS DOUBLE)) OVER (
      PARTITION BY daily.asset_id
      ORDER BY daily.snapshot_date NULLS FIRST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS highest_so_far
  FROM "crypto_market_daily" AS daily
), highs AS (
  SELECT
    asset_id,
    highest_price,
    MIN(CASE WHEN price = highest_price THEN snapshot_date END) AS highest_date,
    MIN(CASE WHEN highest_so_far <> 0 THEN price / highest_so_far ELSE NULL END) AS lowest_ratio
  FROM prices
  GROUP BY
    asset_id,
    highest_price
)
SELECT
  latest.market_cap_rank,
  latest.asset_id,
  latest.name,
  CAST(latest.current_price AS DOUBLE) AS price,
  highs.highest_price,
  highs.highest_date,
  100 * (
    CASE
      WHEN highs.highest_price <> 0
      THEN CAST(latest.current_price AS DOUBLE) / highs.highest_price
      ELSE NULL
    END - 1
  ) AS drawdown_percentage,
  100 * (
    highs.lowest_ratio - 1
  ) AS deepest_drawdown_percentage,
  latest.ath_change_percentage
FROM "crypto_market_latest" AS latest
INNER JOIN highs
  ON latest.asset_id = highs.asset_id
WHERE
  latest.market_cap_rank <= 100 AND NOT latest.current_price IS NULL
ORDER BY
  drawdown_percentage ASC NULLS FIRST,
  latest.asset_id ASC NULLS FIRST
