-- Filters of their own, since the tables want one that is a constant: every day passes.
WITH snapshots AS (
    SELECT
        snapshot_date,
        asset_id,
        vs_currency,
        current_price AS price,
        market_cap,
        total_volume,
        market_cap_rank,
        last_updated AS priced_at,
        ingested_at
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    WHERE snapshot_date >= DATE '0001-01-01'
),

history AS (
    SELECT
        snapshot_date,
        asset_id,
        vs_currency,
        price,
        market_cap,
        total_volume,
        CAST(NULL AS INT64) AS market_cap_rank,
        priced_at,
        ingested_at
    FROM `{{ dataset }}.crypto_market_history_fact`
    WHERE snapshot_date >= DATE '0001-01-01'
)

SELECT
    snapshots.*,
    'snapshot' AS origin
FROM snapshots
UNION ALL
SELECT
    history.*,
    'history' AS origin
FROM history
LEFT JOIN snapshots
    ON history.snapshot_date = snapshots.snapshot_date AND history.asset_id = snapshots.asset_id
WHERE snapshots.asset_id IS NULL
