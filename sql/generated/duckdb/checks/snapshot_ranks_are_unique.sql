-- Generated from sql/checks/snapshot_ranks_are_unique.sql: npm run transpile.
-- Few coins have the rank of another coin: ranks move while the pages are fetched.
-- severity: warn
-- expected: <= 5
-- message: {observed}% of the ranked coins have the rank of another coin: a top N by market_cap_rank may
--   hold more than N coins. Order by market_cap instead.
SELECT
  100 * CASE
    WHEN COUNT(DISTINCT asset_id) <> 0
    THEN (
      COUNT(DISTINCT asset_id) - COUNT(DISTINCT market_cap_rank)
    ) / COUNT(DISTINCT asset_id)
    ELSE NULL
  END AS observed
FROM "crypto_market_snapshot_fact"
WHERE
  snapshot_date = CAST('{{ date }}' AS DATE) AND NOT market_cap_rank IS NULL
