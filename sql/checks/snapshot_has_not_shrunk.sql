-- The day has at least 90% of the coins of the newest day before it; the first day is not compared.
-- severity: fail
-- expected: >= 90
-- message: The day has {observed}% of the coins of the newest day before it. Coins are missing: look at
--   crypto_coverage, and run market-snapshot with --refresh.
WITH days AS (
    SELECT
        snapshot_date,
        COUNT(DISTINCT asset_id) AS coins
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    WHERE snapshot_date BETWEEN DATE '{{ date }}' - 7 AND DATE '{{ date }}'
    GROUP BY snapshot_date
),

compared AS (
    SELECT
        snapshot_date,
        coins,
        LAG(coins) OVER (ORDER BY snapshot_date) AS coins_before
    FROM days
)

SELECT MAX(100 * SAFE_DIVIDE(coins, coins_before)) AS observed
FROM compared
WHERE snapshot_date = DATE '{{ date }}'
