-- All prices of the day are in one currency.
SELECT COUNT(DISTINCT vs_currency) <= 1 AS snapshot_holds_one_currency
FROM `{{ dataset }}.crypto_market_snapshot_fact`
WHERE snapshot_date = DATE '{{ date }}'
