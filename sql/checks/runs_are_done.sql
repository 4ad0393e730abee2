-- The newest run of each pipeline for the day succeeded.
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

SELECT COUNT(*) = 3 AND COUNT(*) = COUNT(CASE WHEN state = 'DONE' THEN 1 END) AS runs_are_done
FROM runs
