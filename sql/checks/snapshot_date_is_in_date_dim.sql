-- The calendar has the day, once.
SELECT COUNT(*) = 1 AS snapshot_date_is_in_date_dim
FROM `{{ dataset }}.date_dim`
WHERE date = DATE '{{ date }}'
