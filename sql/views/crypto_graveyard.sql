WITH seen AS (
    SELECT
        asset_id,
        name,
        symbol,
        snapshot_date,
        vs_currency,
        current_price,
        market_cap_rank,
        ROW_NUMBER() OVER (PARTITION BY asset_id ORDER BY snapshot_date DESC) AS days_back,
        MAX(snapshot_date) OVER () AS newest_date
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    -- Every day passes; but the fact wants a filter that is a constant.
    WHERE snapshot_date >= DATE '0001-01-01'
)

SELECT
    asset_id,
    name,
    symbol,
    snapshot_date AS last_seen_date,
    vs_currency,
    current_price AS last_price,
    market_cap_rank AS last_market_cap_rank
FROM seen
WHERE days_back = 1 AND snapshot_date < newest_date
