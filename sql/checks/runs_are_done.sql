-- The newest run of each pipeline for the day succeeded.
-- severity: fail
-- expected: <= 0
-- message: {observed} of the 3 pipelines have no successful run for {date}. crypto_pipeline_runs has the
--   error of each; run them again.
WITH runs AS (
    SELECT state
    FROM `{{ dataset }}.crypto_market_snapshot_runs`
    WHERE snapshot_date = DATE '{{ date }}'
    UNION ALL
    SELECT state
    FROM `{{ dataset }}.crypto_asset_dim_runs`
    WHERE snapshot_date = DATE '{{ date }}'
    UNION ALL
    SELECT state
    FROM `{{ dataset }}.date_dim_runs`
    WHERE snapshot_date = DATE '{{ date }}'
)

SELECT 3 - COUNT(CASE WHEN state = 'DONE' THEN 1 END) AS observed
FROM runs
