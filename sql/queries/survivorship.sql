-- How many coins of each earlier day still exist.
-- question: How much does a study of the coins of today leave out?
-- snapshot_date: The earlier day.
-- days_ago: Days from it to the newest snapshot.
-- coins: Coins of that day's snapshot.
-- survivors: Those of them that the newest snapshot still has.
-- survival_percentage: Survivors of the coins, in percent.
-- surviving_market_cap_percentage: Their share of that day's market capitalisation, in percent.
-- caveat: A coin that an answer lacked counts as gone: see crypto_missing and crypto_coverage.
WITH newest AS (
    SELECT MAX(totals.snapshot_date) AS newest_date
    FROM `{{ dataset }}.crypto_market_totals` AS totals
),

earlier AS (
    SELECT
        daily.snapshot_date,
        DATE_DIFF(newest.newest_date, daily.snapshot_date, DAY) AS days_ago,
        CAST(daily.market_cap AS FLOAT64) AS market_cap,
        latest.asset_id IS NOT NULL AS is_survivor
    FROM `{{ dataset }}.crypto_market_daily` AS daily
    INNER JOIN newest ON daily.snapshot_date < newest.newest_date
    LEFT JOIN `{{ dataset }}.crypto_market_latest` AS latest ON daily.asset_id = latest.asset_id
    WHERE daily.origin = 'snapshot'
)

SELECT
    snapshot_date,
    days_ago,
    COUNT(*) AS coins,
    COUNTIF(is_survivor) AS survivors,
    100 * SAFE_DIVIDE(COUNTIF(is_survivor), COUNT(*)) AS survival_percentage,
    100 * SAFE_DIVIDE(
        SUM(CASE WHEN is_survivor THEN market_cap END), SUM(market_cap)
    ) AS surviving_market_cap_percentage
FROM earlier
GROUP BY snapshot_date, days_ago
ORDER BY snapshot_date DESC
