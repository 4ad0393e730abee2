-- The day has at least 90% of the coins of the newest day before it; the first day is not compared.
WITH days AS (
    SELECT
        snapshot_date,
        COUNT(*) AS coins
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

SELECT COUNT(*) = 1 AS snapshot_has_not_shrunk
FROM compared
WHERE
    snapshot_date = DATE '{{ date }}'
    AND coins >= 0.9 * COALESCE(coins_before, 0)
