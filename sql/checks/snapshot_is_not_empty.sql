-- The day has rows.
-- severity: fail
-- expected: >= 1
-- message: The day has no row. Run market-snapshot for it.
SELECT COUNT(*) AS observed
FROM `{{ dataset }}.crypto_market_snapshot_fact`
WHERE snapshot_date = DATE '{{ date }}'
