SELECT
    snapshot_date,
    line,
    pipeline,
    url,
    asset_id,
    reason,
    field,
    raw
FROM `{{ dataset }}.crypto_market_snapshot_rejects`
UNION ALL
SELECT
    snapshot_date,
    line,
    pipeline,
    url,
    asset_id,
    reason,
    field,
    raw
FROM `{{ dataset }}.crypto_asset_dim_rejects`
UNION ALL
SELECT
    snapshot_date,
    line,
    pipeline,
    url,
    asset_id,
    reason,
    field,
    raw
FROM `{{ dataset }}.crypto_market_history_rejects`
