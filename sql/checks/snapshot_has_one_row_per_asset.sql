-- No coin has two rows on the day.
SELECT COUNT(*) = COUNT(DISTINCT asset_id) AS snapshot_has_one_row_per_asset
FROM `{{ dataset }}.crypto_market_snapshot_fact`
WHERE snapshot_date = DATE '{{ date }}'
