-- The dimension was refreshed for the day or a later one.
-- severity: fail
-- expected: >= 1
-- message: No coin of crypto_asset_dim was seen on {date} or later. Run asset-dim for the day.
SELECT COUNT(*) AS observed
FROM `{{ dataset }}.crypto_asset_dim`
WHERE last_seen_date >= DATE '{{ date }}'
