-- Generated from sql/views/crypto_market_in_currency.sql: npm run transpile.
-- Rates are divided first: a product of large numbers could be beyond BIGNUMERIC's range.
SELECT
  fact.snapshot_date,
  fact.asset_id,
  target.currency,
  fact.current_price * (
    target.rate_to_btc / source.rate_to_btc
  ) AS current_price,
  fact.market_cap * (
    target.rate_to_btc / source.rate_to_btc
  ) AS market_cap,
  fact.total_volume * (
    target.rate_to_btc / source.rate_to_btc
  ) AS total_volume
FROM "crypto_market_snapshot_fact" AS fact
INNER JOIN "currency_rate_fact" AS source
  ON fact.snapshot_date = source.snapshot_date AND fact.vs_currency = source.currency
INNER JOIN "currency_rate_fact" AS target
  ON fact.snapshot_date = target.snapshot_date
WHERE
  fact.snapshot_date >= CAST('0001-01-01' AS DATE)
