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
        CAST(daily.price AS FLOAT64) AS price,
        MAX(CAST(daily.price AS FLOAT64)) OVER (PARTITION BY daily.asset_id) AS highest_price,
        MAX(CAST(daily.price AS FLOAT64)) OVER (
            PARTITION BY daily.asset_id
            ORDER BY daily.snapshot_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS highest_so_far
    FROM `{{ dataset }}.crypto_market_daily` AS daily
),

highs AS (
    SELECT
        asset_id,
        highest_price,
        MIN(CASE WHEN price = highest_price THEN snapshot_date END) AS highest_date,
        MIN(SAFE_DIVIDE(price, highest_so_far)) AS lowest_ratio
    FROM prices
    GROUP BY asset_id, highest_price
)

SELECT
    latest.market_cap_rank,
    latest.asset_id,
    latest.name,
    CAST(latest.current_price AS FLOAT64) AS price,
    highs.highest_price,
    highs.highest_date,
    100 * (SAFE_DIVIDE(CAST(latest.current_price AS FLOAT64), highs.highest_price) - 1) AS drawdown_percentage,
    100 * (highs.lowest_ratio - 1) AS deepest_drawdown_percentage,
    latest.ath_change_percentage
FROM `{{ dataset }}.crypto_market_latest` AS latest
INNER JOIN highs ON latest.asset_id = highs.asset_id
WHERE latest.market_cap_rank <= 100 AND latest.current_price IS NOT NULL
ORDER BY drawdown_percentage ASC, latest.asset_id ASC
