-- Generated from sql/views/crypto_rejects.sql: npm run transpile.
-- What every pipeline rejected, and why.
SELECT
  *
FROM "crypto_market_snapshot_rejects"
UNION ALL
SELECT
  *
FROM "crypto_asset_dim_rejects"
