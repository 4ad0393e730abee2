-- Generated from sql/queries/prices_in_euro.sql: npm run transpile.
-- The twenty largest coins in euro.
-- question: What are the large coins worth to somebody who reckons in euro, and what did the exchange rate add?
-- market_cap_rank: Rank in the newest snapshot.
-- asset_id: The coin.
-- name: Its name.
-- price_in_euro: Newest price, in euro; null on a day without exchange rates.
-- market_cap_in_euro: Newest market capitalisation, in euro.
-- change_percentage: Change since the snapshot before, in percent, in the currency of the snapshots.
-- change_in_euro_percentage: The same in euro, by each day's rate.
-- caveat: Rates are one a day, of the time of the snapshot. crypto_market_in_currency has all currencies.
WITH rates AS (
  SELECT
    given.snapshot_date,
    given.currency,
    CASE
      WHEN CAST(given.rate_to_btc AS DOUBLE) <> 0
      THEN CAST(euro.rate_to_btc AS DOUBLE) / CAST(given.rate_to_btc AS DOUBLE)
      ELSE NULL
    END AS euros
  FROM "currency_rate_fact" AS given
  INNER JOIN "currency_rate_fact" AS euro
    ON given.snapshot_date = euro.snapshot_date
  WHERE
    euro.currency = 'eur'
), prices AS (
  SELECT
    daily.asset_id,
    daily.snapshot_date,
    CAST(daily.price AS DOUBLE) AS price,
    rates.euros,
    LAG(CAST(daily.price AS DOUBLE)) OVER (PARTITION BY daily.asset_id ORDER BY daily.snapshot_date NULLS FIRST) AS price_before,
    LAG(rates.euros) OVER (PARTITION BY daily.asset_id ORDER BY daily.snapshot_date NULLS FIRST) AS euros_before
  FROM "crypto_market_daily" AS daily
  LEFT JOIN rates
    ON daily.snapshot_date = rates.snapshot_date AND daily.vs_currency = rates.currency
  WHERE
    daily.origin = 'snapshot'
)
SELECT
  latest.market_cap_rank,
  latest.asset_id,
  latest.name,
  prices.price * prices.euros AS price_in_euro,
  CAST(latest.market_cap AS DOUBLE) * prices.euros AS market_cap_in_euro,
  100 * (
    CASE
      WHEN prices.price_before <> 0
      THEN prices.price / prices.price_before
      ELSE NULL
    END - 1
  ) AS change_percentage,
  100 * (
    CASE
      WHEN (
        prices.price_before * prices.euros_before
      ) <> 0
      THEN (
        prices.price * prices.euros
      ) / (
        prices.price_before * prices.euros_before
      )
      ELSE NULL
    END - 1
  ) AS change_in_euro_percentage
FROM "crypto_market_latest" AS latest
INNER JOIN prices
  ON latest.asset_id = prices.asset_id AND latest.snapshot_date = prices.snapshot_date
WHERE
  NOT latest.market_cap_rank IS NULL
ORDER BY
  latest.market_cap_rank NULLS FIRST,
  latest.asset_id NULLS FIRST
LIMIT 20
