-- Generated from sql/views/crypto_pipeline_runs.sql: npm run transpile.
-- What every pipeline did: one row a pipeline and date.
SELECT
  *
FROM "crypto_market_snapshot_runs"
UNION ALL
SELECT
  *
FROM "crypto_asset_dim_runs"
UNION ALL
SELECT
  *
FROM "date_dim_runs"
