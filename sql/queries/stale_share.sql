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
        CAST(market_cap AS FLOAT64) AS market_cap,
        COALESCE(
            MAX(UNIX_MILLIS(last_updated)) OVER (PARTITION BY snapshot_date) - UNIX_MILLIS(last_updated)
            > 24 * 3600000,
            TRUE
        ) AS is_stale
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    -- Every day passes; but the fact wants a filter that is a constant.
    WHERE snapshot_date >= DATE '0001-01-01'
)

SELECT
    snapshot_date,
    COUNT(*) AS coins,
    COUNTIF(is_stale) AS stale_coins,
    100 * SAFE_DIVIDE(COUNTIF(is_stale), COUNT(*)) AS stale_percentage,
    100 * SAFE_DIVIDE(
        COALESCE(SUM(CASE WHEN is_stale THEN market_cap END), 0), SUM(market_cap)
    ) AS stale_market_cap_percentage
FROM ages
GROUP BY snapshot_date
ORDER BY snapshot_date DESC
