-- Of the day's coins, at least 99% are in the dimension: the list and the pages are fetched minutes apart.
-- severity: fail
-- expected: >= 99
-- message: Only {observed}% of the day's coins are in crypto_asset_dim, so joins with it lose the
--   others. Run asset-dim for the day.
SELECT 100 * SAFE_DIVIDE(COUNT(DISTINCT asset.asset_id), COUNT(DISTINCT fact.asset_id)) AS observed
FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
LEFT JOIN `{{ dataset }}.crypto_asset_dim` AS asset ON fact.asset_id = asset.asset_id
WHERE fact.snapshot_date = DATE '{{ date }}'
