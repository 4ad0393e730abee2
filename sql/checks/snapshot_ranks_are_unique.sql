-- Few coins have the rank of another coin: ranks move while the pages are fetched.
-- severity: warn
-- expected: <= 5
-- message: {observed}% of the ranked coins have the rank of another coin: a top N by market_cap_rank may
--   hold more than N coins. Order by market_cap instead.
SELECT
    100 * SAFE_DIVIDE(COUNT(DISTINCT asset_id) - COUNT(DISTINCT market_cap_rank), COUNT(DISTINCT asset_id))
        AS observed
FROM `{{ dataset }}.crypto_market_snapshot_fact`
WHERE snapshot_date = DATE '{{ date }}' AND market_cap_rank IS NOT NULL
