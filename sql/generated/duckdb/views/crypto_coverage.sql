-- Generated from sql/views/crypto_coverage.sql: npm run transpile.
WITH held AS (
  SELECT
    snapshot_date,
    COUNT(*) AS coins,
    LAG(COUNT(*)) OVER (ORDER BY snapshot_date NULLS FIRST) AS coins_before
  FROM "crypto_market_snapshot_fact"
  /* Every day passes; but the fact wants a filter that is a constant. */
  WHERE
    snapshot_date >= CAST('0001-01-01' AS DATE)
  GROUP BY
    snapshot_date
), days AS (
  SELECT
    day AS snapshot_date
  FROM UNNEST(CAST(GENERATE_SERIES(
    (
      SELECT
        MIN(held.snapshot_date)
      FROM held
    ),
    (
      SELECT
        MAX(held.snapshot_date)
      FROM held
    ),
    INTERVAL '1' DAY
  ) AS DATE[])) AS _t0(day)
), calls AS (
  SELECT
    snapshot_date,
    CAST(SUM(api_requests) AS BIGINT) AS api_requests,
    CAST(SUM(api_from_archive) AS BIGINT) AS api_from_archive
  FROM "crypto_pipeline_runs"
  GROUP BY
    snapshot_date
)
SELECT
  days.snapshot_date,
  NOT held.snapshot_date IS NULL AS has_snapshot,
  COALESCE(held.coins, 0) AS coins,
  held.coins_before,
  runs.missing,
  runs.rejects,
  100 * CASE
    WHEN (
      COALESCE(held.coins, 0) + runs.missing + runs.rejects
    ) <> 0
    THEN COALESCE(held.coins, 0) / (
      COALESCE(held.coins, 0) + runs.missing + runs.rejects
    )
    ELSE NULL
  END AS coverage_percentage,
  calls.api_requests,
  calls.api_from_archive,
  runs.state
FROM days
LEFT JOIN held
  ON days.snapshot_date = held.snapshot_date
LEFT JOIN "crypto_market_snapshot_runs" AS runs
  ON days.snapshot_date = runs.snapshot_date
LEFT JOIN calls
  ON days.snapshot_date = calls.snapshot_date
