-- Generated from sql/dashboard/checks.sql: npm run transpile.
-- The results of the checks, the newest day first.
SELECT
  result.snapshot_date,
  result.check_name,
  result.severity,
  result.passed,
  result.observed,
  result.expected,
  result.message
FROM "crypto_check_results" AS result
WHERE
  result.snapshot_date BETWEEN CAST('{{ from }}' AS DATE) AND CAST('{{ to }}' AS DATE)
ORDER BY
  result.snapshot_date DESC,
  result.check_name ASC NULLS FIRST
LIMIT 20000
