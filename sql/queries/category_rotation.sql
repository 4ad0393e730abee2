-- The twenty categories whose share of the market changed most in 7 days.
-- question: Into which kinds of coins does the market's value move, and out of which?
-- category: The first category of the coins; null for coins of which none is known.
-- compared_with: The snapshot that it is compared with: the newest that is at least 7 days older, else the first.
-- coins: Coins of the category in the newest snapshot.
-- share_before: Share of the category in the market's value then, in percent.
-- market_share: Share in the newest snapshot, in percent.
-- share_change: Change of the share, in percentage points.
-- caveat: Each coin counts once, in its first category as it is known now, also in days when it had another.
WITH newest AS (
    SELECT MAX(totals.snapshot_date) AS newest_date
    FROM `{{ dataset }}.crypto_market_totals` AS totals
),

days AS (
    SELECT
        newest.newest_date,
        COALESCE(
            MAX(
                CASE
                    WHEN totals.snapshot_date <= DATE_SUB(newest.newest_date, INTERVAL 7 DAY)
                        THEN totals.snapshot_date
                END
            ),
            MIN(totals.snapshot_date)
        ) AS compared_with
    FROM `{{ dataset }}.crypto_market_totals` AS totals
    CROSS JOIN newest
    GROUP BY newest.newest_date
),

shares AS (
    SELECT
        daily.snapshot_date,
        daily.category,
        daily.coins,
        100 * SAFE_DIVIDE(
            CAST(daily.market_cap AS FLOAT64),
            SUM(CAST(daily.market_cap AS FLOAT64)) OVER (PARTITION BY daily.snapshot_date)
        ) AS market_share
    FROM `{{ dataset }}.crypto_category_daily` AS daily
),

compared AS (
    SELECT
        shares.category,
        days.compared_with,
        COALESCE(MAX(CASE WHEN shares.snapshot_date = days.newest_date THEN shares.coins END), 0) AS coins,
        COALESCE(
            MAX(CASE WHEN shares.snapshot_date = days.compared_with THEN shares.market_share END), 0
        ) AS share_before,
        COALESCE(
            MAX(CASE WHEN shares.snapshot_date = days.newest_date THEN shares.market_share END), 0
        ) AS market_share
    FROM shares
    INNER JOIN days
        ON shares.snapshot_date = days.newest_date OR shares.snapshot_date = days.compared_with
    GROUP BY shares.category, days.compared_with
)

SELECT
    category,
    compared_with,
    coins,
    share_before,
    market_share,
    market_share - share_before AS share_change
FROM compared
ORDER BY ABS(market_share - share_before) DESC, category ASC
LIMIT 20
