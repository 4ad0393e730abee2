-- Generated from sql/checks/snapshot_coverage_has_not_fallen.sql: npm run transpile.
-- The part of the listed coins that the day holds is about that of the 14 days before.
-- severity: warn
-- expected: <= 1
-- message: Of the listed coins the day holds {observed} percentage points less than the 14 days before
--   did on average. crypto_missing and crypto_rejects name those that it lacks.
WITH days AS (
  SELECT
    snapshot_date,
    100 * CASE
      WHEN (
        row_count + missing + rejects
      ) <> 0
      THEN row_count / (
        row_count + missing + rejects
      )
      ELSE NULL
    END AS coverage
  FROM "crypto_market_snapshot_runs"
  WHERE
    snapshot_date BETWEEN CAST('{{ date }}' AS DATE) - 14 AND CAST('{{ date }}' AS DATE)
    AND state = 'DONE'
)
SELECT
  AVG(CASE WHEN snapshot_date < CAST('{{ date }}' AS DATE) THEN coverage END) - MAX(CASE WHEN snapshot_date = CAST('{{ date }}' AS DATE) THEN coverage END) AS observed
FROM days
