-- All prices of the day are in one currency.
-- severity: fail
-- expected: <= 1
-- message: The day's prices are in {observed} currencies, so its sums mean nothing. Run market-snapshot
--   for the day again, with one --vsCurrency.
SELECT COUNT(DISTINCT vs_currency) AS observed
FROM `{{ dataset }}.crypto_market_snapshot_fact`
WHERE snapshot_date = DATE '{{ date }}'
