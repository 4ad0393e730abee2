-- Generated from sql/queries/top_movers.sql: npm run transpile.
-- The twenty of the 250 largest coins whose price changed most in 24 hours.
-- question: What happened to the large coins since yesterday?
-- asset_id: The coin.
-- name: Its name.
-- market_cap_rank: Rank by market capitalisation, 1 the largest.
-- current_price: Its price, in the currency of the snapshot.
-- price_change_percentage_24h: Change of the price in 24 hours, in percent, as CoinGecko reckons it.
-- caveat: crypto_movers has all coins, and changes of 7 and 30 days.
SELECT
  fact.asset_id,
  fact.name,
  fact.market_cap_rank,
  fact.current_price,
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
  AND fact.market_cap_rank <= 250
  AND NOT fact.price_change_percentage_24h IS NULL
ORDER BY
  ABS(fact.price_change_percentage_24h) DESC,
  fact.asset_id ASC NULLS FIRST
LIMIT 20
