-- Generated from sql/checks/snapshot_follows_without_gap.sql: npm run transpile.
-- The day before has a snapshot too; the first day is not compared.
-- severity: warn
-- expected: <= 1
-- message: The snapshot before that of {date} is {observed} days older: the days between have none.
--   market-history gives prices of such days.
WITH days AS (
  SELECT DISTINCT
    snapshot_date
  FROM "crypto_market_snapshot_fact"
  WHERE
    snapshot_date BETWEEN CAST('0001-01-01' AS DATE) AND CAST('{{ date }}' AS DATE)
)
SELECT
  DATE_DIFF(
    'DAY',
    MAX(CASE WHEN snapshot_date < CAST('{{ date }}' AS DATE) THEN snapshot_date END),
    MAX(CASE WHEN snapshot_date = CAST('{{ date }}' AS DATE) THEN snapshot_date END)
  ) AS observed
FROM days
