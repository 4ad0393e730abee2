-- Generated from sql/checks/runs_are_done.sql: npm run transpile.
-- The newest run of each pipeline for the day succeeded.
-- severity: fail
-- expected: <= 0
-- message: {observed} of the 3 pipelines have no successful run for {date}. crypto_pipeline_runs has the
--   error of each; run them again.
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
  3 - COUNT(CASE WHEN state = 'DONE' THEN 1 END) AS observed
FROM runs
