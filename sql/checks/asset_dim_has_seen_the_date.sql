-- The dimension was refreshed for the day or a later one.
SELECT COALESCE(MAX(last_seen_date) >= DATE '{{ date }}', FALSE) AS asset_dim_has_seen_the_date
FROM `{{ dataset }}.crypto_asset_dim`
