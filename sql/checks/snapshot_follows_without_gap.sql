-- The day before has a snapshot too; the first day is not compared.
-- severity: warn
-- expected: <= 1
-- message: The snapshot before that of {date} is {observed} days older: the days between have none.
--   market-history gives prices of such days.
WITH days AS (
    SELECT DISTINCT snapshot_date
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    WHERE snapshot_date BETWEEN DATE '0001-01-01' AND DATE '{{ date }}'
)

SELECT
    DATE_DIFF(
        MAX(CASE WHEN snapshot_date = DATE '{{ date }}' THEN snapshot_date END),
        MAX(CASE WHEN snapshot_date < DATE '{{ date }}' THEN snapshot_date END),
        DAY
    ) AS observed
FROM days
