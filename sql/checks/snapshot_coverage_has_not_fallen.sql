-- The part of the listed coins that the day holds is about that of the 14 days before.
-- severity: warn
-- expected: <= 1
-- message: Of the listed coins the day holds {observed} percentage points less than the 14 days before
--   did on average. crypto_missing and crypto_rejects name those that it lacks.
WITH days AS (
    SELECT
        snapshot_date,
        100 * SAFE_DIVIDE(row_count, row_count + missing + rejects) AS coverage
    FROM `{{ dataset }}.crypto_market_snapshot_runs`
    WHERE
        snapshot_date BETWEEN DATE '{{ date }}' - 14 AND DATE '{{ date }}'
        AND state = 'DONE'
)

SELECT
    AVG(CASE WHEN snapshot_date < DATE '{{ date }}' THEN coverage END)
    - MAX(CASE WHEN snapshot_date = DATE '{{ date }}' THEN coverage END) AS observed
FROM days
