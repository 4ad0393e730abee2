-- Generated from sql/checks/runs_are_done.sql: npm run transpile.
-- The newest run of each pipeline for the day succeeded.
WITH runs AS (
  SELECT
    state
  FROM "crypto_market_snapshot_runs"
  WHERE
    snapshot_date = CAST('{{ date }}' AS DATE)
  UNION ALL
  SELECT
    state
  FROM "crypto_asset_dim_runs"
  WHERE
    snapshot_date = CAST('{{ date }}' AS DATE)
  UNION ALL
  SELECT
    state
  FROM "date_dim_runs"
  WHERE
    snapshot_date = CAST('{{ date }}' AS DATE)
)
SELECT
  COUNT(*) = 3 AND COUNT(*) = COUNT(CASE WHEN state = 'DONE' THEN 1 END) AS runs_are_done
FROM runs
