-- Generated from sql/dashboard/runs.sql: npm run transpile.
-- What a pipeline did on each day; the tables of the other pipelines' runs have the same columns.
SELECT
  run.snapshot_date,
  run.pipeline,
  run.source,
  run.state,
  run.error,
  run.started_at,
  run.finished_at,
  run.fetched,
  run.row_count,
  run.duplicates,
  run.rejects,
  run.missing,
  run.api_requests,
  run.api_retries,
  run.api_rate_limited,
  run.warnings
FROM "crypto_market_snapshot_runs" AS run
WHERE
  run.snapshot_date BETWEEN CAST('{{ from }}' AS DATE) AND CAST('{{ to }}' AS DATE)
ORDER BY
  run.snapshot_date ASC NULLS FIRST
