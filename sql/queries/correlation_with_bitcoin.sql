-- How closely the hundred largest coins follow Bitcoin from day to day.
-- question: Which large coins move with Bitcoin, and which go their own way?
-- market_cap_rank: Rank in the newest snapshot.
-- asset_id: The coin.
-- name: Its name.
-- benchmark: What it is compared with: bitcoin, or the largest coin of a market without it.
-- days: Days with a return of both, of the 90 up to the newest.
-- correlation: Pearson's correlation of the daily returns, -1 to 1; null where a price never moved.
-- beta: Change of the coin, in percent, for each percent of the benchmark's; null where that never moved.
-- caveat: A return needs prices of two days that follow each other. Coins with fewer than ten are left out; load
--   more days with market-history.
WITH prices AS (
    SELECT
        daily.snapshot_date,
        daily.asset_id,
        CAST(daily.price AS FLOAT64) AS price,
        LAG(CAST(daily.price AS FLOAT64)) OVER (
            PARTITION BY daily.asset_id ORDER BY daily.snapshot_date
        ) AS price_before,
        LAG(daily.snapshot_date) OVER (
            PARTITION BY daily.asset_id ORDER BY daily.snapshot_date
        ) AS date_before
    FROM `{{ dataset }}.crypto_market_daily` AS daily
),

daily_returns AS (
    SELECT
        snapshot_date,
        asset_id,
        SAFE_DIVIDE(price, price_before) - 1 AS daily_return
    FROM prices
    WHERE date_before = DATE_SUB(snapshot_date, INTERVAL 1 DAY)
),

reference AS (
    SELECT latest.asset_id
    FROM `{{ dataset }}.crypto_market_latest` AS latest
    WHERE latest.market_cap_rank IS NOT NULL
    ORDER BY latest.asset_id = 'bitcoin' DESC, latest.market_cap_rank ASC, latest.asset_id ASC
    LIMIT 1
)

SELECT
    latest.market_cap_rank,
    latest.asset_id,
    latest.name,
    reference.asset_id AS benchmark,
    COUNT(*) AS days,
    CASE
        WHEN STDDEV_POP(coin.daily_return) > 0 AND STDDEV_POP(market.daily_return) > 0
            THEN CORR(coin.daily_return, market.daily_return)
    END AS correlation,
    SAFE_DIVIDE(COVAR_POP(coin.daily_return, market.daily_return), VAR_POP(market.daily_return)) AS beta
FROM `{{ dataset }}.crypto_market_latest` AS latest
CROSS JOIN reference
INNER JOIN daily_returns AS coin
    ON
        latest.asset_id = coin.asset_id
        AND DATE_SUB(latest.snapshot_date, INTERVAL 90 DAY) < coin.snapshot_date
INNER JOIN daily_returns AS market
    ON reference.asset_id = market.asset_id AND coin.snapshot_date = market.snapshot_date
WHERE
    latest.market_cap_rank <= 100
    AND latest.asset_id <> reference.asset_id
    AND coin.daily_return IS NOT NULL
    AND market.daily_return IS NOT NULL
GROUP BY latest.market_cap_rank, latest.asset_id, latest.name, reference.asset_id
HAVING COUNT(*) >= 10
ORDER BY correlation DESC, latest.asset_id ASC
