WITH newest AS (
    SELECT
        fact.snapshot_date,
        fact.asset_id,
        fact.symbol,
        fact.name,
        fact.market_cap_rank,
        fact.vs_currency,
        fact.current_price,
        fact.market_cap,
        fact.volatility,
        fact.volatility / CAST(fact.current_price AS FLOAT64) AS relative_volatility
    FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
    WHERE
        -- Every day passes; but the fact wants a filter that is a constant.
        fact.snapshot_date >= DATE '0001-01-01'
        AND fact.snapshot_date = (
            SELECT MAX(newest.snapshot_date)
            FROM `{{ dataset }}.crypto_market_snapshot_fact` AS newest
            WHERE newest.snapshot_date >= DATE '0001-01-01'
        )
        -- A price may be too small for a double's range, where it would divide by zero.
        AND CAST(fact.current_price AS FLOAT64) > 0
        AND fact.volatility IS NOT NULL
)

SELECT
    snapshot_date,
    ROW_NUMBER() OVER (ORDER BY relative_volatility DESC, asset_id ASC) AS volatility_rank,
    asset_id,
    symbol,
    name,
    market_cap_rank,
    vs_currency,
    current_price AS price,
    market_cap,
    volatility,
    relative_volatility
FROM newest
