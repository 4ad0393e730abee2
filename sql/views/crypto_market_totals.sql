WITH ranked AS (
    SELECT
        snapshot_date,
        vs_currency,
        asset_id,
        market_cap,
        total_volume,
        ROW_NUMBER() OVER (
            PARTITION BY snapshot_date
            ORDER BY COALESCE(market_cap, -1) DESC, asset_id
        ) AS size_rank
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    -- Every day passes; but the fact wants a filter that is a constant.
    WHERE snapshot_date >= DATE '0001-01-01'
),

days AS (
    SELECT
        snapshot_date,
        vs_currency,
        COUNT(*) AS coins,
        SUM(market_cap) AS market_cap,
        SUM(total_volume) AS total_volume,
        CAST(SUM(market_cap) AS FLOAT64) AS whole,
        CAST(SUM(CASE WHEN size_rank <= 10 THEN market_cap END) AS FLOAT64) AS top_10,
        CAST(SUM(CASE WHEN asset_id = 'bitcoin' THEN market_cap END) AS FLOAT64) AS bitcoin,
        CAST(SUM(CASE WHEN asset_id = 'ethereum' THEN market_cap END) AS FLOAT64) AS ethereum
    FROM ranked
    GROUP BY snapshot_date, vs_currency
),

compared AS (
    SELECT
        *,
        LAG(whole) OVER (PARTITION BY vs_currency ORDER BY snapshot_date) AS whole_before
    FROM days
)

SELECT
    snapshot_date,
    vs_currency,
    coins,
    market_cap,
    total_volume,
    100 * SAFE_DIVIDE(top_10, whole) AS top_10_dominance,
    100 * SAFE_DIVIDE(bitcoin, whole) AS bitcoin_dominance,
    100 * SAFE_DIVIDE(ethereum, whole) AS ethereum_dominance,
    100 * SAFE_DIVIDE(whole - whole_before, whole_before) AS market_cap_change_percentage
FROM compared
