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
