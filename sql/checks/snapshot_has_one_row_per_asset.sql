-- No coin has two rows on the day.
-- severity: fail
-- expected: <= 0
-- message: {observed} rows of the day are second rows of a coin, so sums count it twice. Run
--   market-snapshot for the day again: it replaces the day.
SELECT COUNT(*) - COUNT(DISTINCT asset_id) AS observed
FROM `{{ dataset }}.crypto_market_snapshot_fact`
WHERE snapshot_date = DATE '{{ date }}'
