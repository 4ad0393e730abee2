-- Generated from sql/checks/snapshot_date_is_in_date_dim.sql: npm run transpile.
-- The calendar has the day, once.
-- severity: fail
-- expected: = 1
-- message: date_dim has {observed} rows of {date}. Run date-dim with --startDate and --endDate around it.
SELECT
  COUNT(*) AS observed
FROM "date_dim"
WHERE
  date = CAST('{{ date }}' AS DATE)
