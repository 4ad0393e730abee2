-- Generated from sql/views/crypto_market_latest.sql: npm run transpile.
SELECT
  fact.snapshot_date,
  fact.asset_id,
  fact.vs_currency,
  fact.symbol,
  fact.name,
  fact.current_price,
  fact.market_cap,
  fact.market_cap_rank,
  fact.fully_diluted_valuation,
  fact.total_volume,
  fact.high_24h,
  fact.low_24h,
  fact.price_change_24h,
  fact.price_change_percentage_24h,
  fact.market_cap_change_24h,
  fact.market_cap_change_percentage_24h,
  fact.circulating_supply,
  fact.total_supply,
  fact.max_supply,
  fact.ath,
  fact.ath_change_percentage,
  fact.ath_date,
  fact.atl,
  fact.atl_change_percentage,
  fact.atl_date,
  fact.volatility,
  fact.last_updated,
  fact.ingested_at,
  fact.price_change_percentage_1h,
  fact.price_change_percentage_7d,
  fact.price_change_percentage_14d,
  fact.price_change_percentage_30d,
  fact.price_change_percentage_200d,
  fact.price_change_percentage_1y,
  fact.market_cap_rank_with_rehypothecated,
  asset.category,
  asset.asset_platform_id,
  asset.hashing_algorithm,
  asset.country_origin,
  asset.launch_date,
  asset.homepage_url,
  asset.image_url,
  asset.is_active
FROM "crypto_market_snapshot_fact" AS fact
LEFT JOIN "crypto_asset_dim" AS asset
  ON fact.asset_id = asset.asset_id
WHERE
  fact.snapshot_date /* Every day passes; but the fact wants a filter that is a constant. */ >= CAST('0001-01-01' AS DATE)
  AND fact.snapshot_date = (
    SELECT
      MAX(newest.snapshot_date)
    FROM "crypto_market_snapshot_fact" AS newest
    WHERE
      newest.snapshot_date >= CAST('0001-01-01' AS DATE)
  )
