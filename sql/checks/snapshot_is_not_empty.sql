-- The day has rows.
SELECT COUNT(*) > 0 AS snapshot_is_not_empty
FROM `{{ dataset }}.crypto_market_snapshot_fact`
WHERE snapshot_date = DATE '{{ date }}'
