-- Generated from sql/queries/largest_coins.sql: npm run transpile.
-- The twenty largest coins of the newest day.
-- question: What is the market made of, above all?
-- market_cap_rank: Rank by market capitalisation, 1 the largest.
-- asset_id: The coin.
-- name: Its name.
-- current_price: Its price, in the currency of the snapshot.
-- market_cap: Its market capitalisation.
-- price_change_percentage_24h: Change of the price in 24 hours, in percent.
SELECT
  fact.market_cap_rank,
  fact.asset_id,
  fact.name,
  fact.current_price,
  fact.market_cap,
  fact.price_change_percentage_24h
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
ORDER BY
  fact.market_cap_rank IS NULL NULLS FIRST,
  fact.market_cap_rank NULLS FIRST,
  fact.asset_id NULLS FIRST
LIMIT 20
