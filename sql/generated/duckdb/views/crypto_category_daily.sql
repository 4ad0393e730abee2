-- Generated from sql/views/crypto_category_daily.sql: npm run transpile.
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
FROM "crypto_market_snapshot_fact" AS fact
LEFT JOIN "crypto_asset_dim" AS asset
  ON fact.asset_id = asset.asset_id
LEFT JOIN "date_dim" AS calendar
  ON fact.snapshot_date = calendar.date
WHERE
  fact.snapshot_date >= CAST('0001-01-01' AS DATE)
GROUP BY
  fact.snapshot_date,
  calendar.iso_year,
  calendar.week_of_year,
  calendar.is_weekend,
  fact.vs_currency,
  asset.category
