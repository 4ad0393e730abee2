-- Generated from sql/dashboard/assets.sql: npm run transpile.
-- What the dimension says of each active coin.
SELECT
  asset.asset_id,
  asset.category,
  asset.asset_platform_id,
  asset.launch_date,
  asset.first_seen_date
FROM "crypto_asset_dim" AS asset
WHERE
  asset.is_active
