-- The market at the end of each month.
-- question: How did the market's value and Bitcoin's share of it develop from month to month?
-- year: Year of the month.
-- month: Month, 1 to 12.
-- closing_date: The month's last snapshot; null for a month without one.
-- is_month_end: Whether that is the month's last day.
-- coins: Coins of that snapshot.
-- market_cap: Their market capitalisation, in the currency of the snapshots.
-- market_cap_change_percentage: Change since the month before, in percent; null where that has no snapshot.
-- bitcoin_dominance: Share of Bitcoin, in percent.
-- caveat: A month without a snapshot stays in the table, with nulls; the current month ends with its newest day.
WITH totals AS (
    SELECT
        totals.snapshot_date,
        totals.coins,
        totals.bitcoin_dominance,
        calendar.year,
        calendar.month,
        calendar.is_month_end,
        CAST(totals.market_cap AS FLOAT64) AS market_cap,
        ROW_NUMBER() OVER (
            PARTITION BY calendar.year, calendar.month
            ORDER BY totals.snapshot_date DESC
        ) AS days_back
    FROM `{{ dataset }}.crypto_market_totals` AS totals
    INNER JOIN `{{ dataset }}.date_dim` AS calendar ON totals.snapshot_date = calendar.date
),

months AS (
    SELECT DISTINCT
        calendar.year,
        calendar.month
    FROM `{{ dataset }}.date_dim` AS calendar
    WHERE
        calendar.date BETWEEN (SELECT MIN(totals.snapshot_date) FROM totals)
        AND (SELECT MAX(totals.snapshot_date) FROM totals)
),

closes AS (
    SELECT
        months.year,
        months.month,
        totals.snapshot_date AS closing_date,
        totals.is_month_end,
        totals.coins,
        totals.market_cap,
        totals.bitcoin_dominance,
        LAG(totals.market_cap) OVER (ORDER BY months.year, months.month) AS market_cap_before
    FROM months
    LEFT JOIN totals
        ON months.year = totals.year AND months.month = totals.month AND totals.days_back = 1
)

SELECT
    year,
    month,
    closing_date,
    is_month_end,
    coins,
    market_cap,
    100 * SAFE_DIVIDE(market_cap - market_cap_before, market_cap_before) AS market_cap_change_percentage,
    bitcoin_dominance
FROM closes
ORDER BY year, month
