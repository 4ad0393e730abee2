-- Generated from sql/views/crypto_market_in_currency.sql: npm run transpile.
-- Rates are divided first: a product of large numbers could be beyond BIGNUMERIC's range.
SELECT
  fact.snapshot_date,
  fact.asset_id,
  wanted.currency,
  fact.current_price * (
    wanted.rate_to_btc / given.rate_to_btc
  ) AS current_price,
  fact.market_cap * (
    wanted.rate_to_btc / given.rate_to_btc
  ) AS market_cap,
  fact.total_volume * (
    wanted.rate_to_btc / given.rate_to_btc
  ) AS total_volume
FROM "crypto_market_snapshot_fact" AS fact
INNER JOIN "currency_rate_fact" AS given
  ON fact.snapshot_date = given.snapshot_date AND fact.vs_currency = given.currency
INNER JOIN "currency_rate_fact" AS wanted
  ON fact.snapshot_date = wanted.snapshot_date
WHERE
  fact.snapshot_date >= CAST('0001-01-01' AS DATE)
