WITH held AS (
    SELECT
        snapshot_date,
        COUNT(*) AS coins,
        LAG(COUNT(*)) OVER (ORDER BY snapshot_date) AS coins_before
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    -- Every day passes; but the fact wants a filter that is a constant.
    WHERE snapshot_date >= DATE '0001-01-01'
    GROUP BY snapshot_date
),

days AS (
    SELECT day AS snapshot_date
    FROM
        UNNEST(
            GENERATE_DATE_ARRAY(
                (SELECT MIN(held.snapshot_date) FROM held),
                (SELECT MAX(held.snapshot_date) FROM held)
            )
        ) AS day
),

calls AS (
    SELECT
        snapshot_date,
        CAST(SUM(api_requests) AS INT64) AS api_requests,
        CAST(SUM(api_from_archive) AS INT64) AS api_from_archive
    FROM `{{ dataset }}.crypto_pipeline_runs`
    GROUP BY snapshot_date
)

SELECT
    days.snapshot_date,
    held.snapshot_date IS NOT NULL AS has_snapshot,
    COALESCE(held.coins, 0) AS coins,
    held.coins_before,
    runs.missing,
    runs.rejects,
    100 * SAFE_DIVIDE(COALESCE(held.coins, 0), COALESCE(held.coins, 0) + runs.missing + runs.rejects)
        AS coverage_percentage,
    calls.api_requests,
    calls.api_from_archive,
    runs.state
FROM days
LEFT JOIN held ON days.snapshot_date = held.snapshot_date
LEFT JOIN `{{ dataset }}.crypto_market_snapshot_runs` AS runs ON days.snapshot_date = runs.snapshot_date
LEFT JOIN calls ON days.snapshot_date = calls.snapshot_date
