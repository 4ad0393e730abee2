-- Generated from sql/views/crypto_rejects.sql: npm run transpile.
SELECT
  snapshot_date,
  line,
  pipeline,
  url,
  asset_id,
  reason,
  field,
  raw
FROM "crypto_market_snapshot_rejects"
UNION ALL
SELECT
  snapshot_date,
  line,
  pipeline,
  url,
  asset_id,
  reason,
  field,
  raw
FROM "crypto_asset_dim_rejects"
UNION ALL
SELECT
  snapshot_date,
  line,
  pipeline,
  url,
  asset_id,
  reason,
  field,
  raw
FROM "crypto_market_history_rejects"
