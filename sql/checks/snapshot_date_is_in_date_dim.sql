-- The calendar has the day, once.
-- severity: fail
-- expected: = 1
-- message: date_dim has {observed} rows of {date}. Run date-dim with --startDate and --endDate around it.
SELECT COUNT(*) AS observed
FROM `{{ dataset }}.date_dim`
WHERE date = DATE '{{ date }}'
