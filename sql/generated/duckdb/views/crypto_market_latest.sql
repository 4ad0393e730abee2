-- Generated from sql/views/crypto_market_latest.sql: npm run transpile.
-- The newest day of the market, with each coin's attributes. A column that is added to the fact appears here too.
SELECT
  fact.*,
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
  fact.snapshot_date = (
    SELECT
      MAX(newest.snapshot_date)
    FROM "crypto_market_snapshot_fact" AS newest
    WHERE
      newest.snapshot_date > CURRENT_DATE - 31
  )
  AND fact.snapshot_date > CURRENT_DATE - 31
