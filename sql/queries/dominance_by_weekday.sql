-- Dominance and traded volume by day of the week.
-- question: Does Bitcoin hold more of the market at weekends than on working days?
-- day_of_week: Name of the day.
-- days: Snapshots of that day of the week.
-- bitcoin_dominance: Mean share of Bitcoin in the market's value, in percent.
-- ethereum_dominance: Mean share of Ethereum, in percent.
-- top_10_dominance: Mean share of the ten largest coins, in percent.
-- total_volume: Mean traded volume of 24 hours, in the currency of the snapshots.
-- caveat: A day of the week without a snapshot has no row, and few weeks say little about a weekday.
SELECT
    calendar.day_of_week,
    COUNT(*) AS days,
    AVG(totals.bitcoin_dominance) AS bitcoin_dominance,
    AVG(totals.ethereum_dominance) AS ethereum_dominance,
    AVG(totals.top_10_dominance) AS top_10_dominance,
    AVG(CAST(totals.total_volume AS FLOAT64)) AS total_volume
FROM `{{ dataset }}.crypto_market_totals` AS totals
INNER JOIN `{{ dataset }}.date_dim` AS calendar ON totals.snapshot_date = calendar.date
GROUP BY calendar.day_of_week, calendar.day_of_week_number
ORDER BY calendar.day_of_week_number
