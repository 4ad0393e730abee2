-- Generated from sql/checks/snapshot_date_is_in_date_dim.sql: npm run transpile.
-- The calendar has the day, once.
SELECT
  COUNT(*) = 1 AS snapshot_date_is_in_date_dim
FROM "date_dim"
WHERE
  date = CAST('{{ date }}' AS DATE)
