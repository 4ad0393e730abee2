-- Prices, volumes and ranks of the coins of the last day: every day of the 500 largest, fewer of the others.
WITH coin AS (
    SELECT
        asset_id,
        CASE
            WHEN market_cap_rank <= 500 THEN 1
            WHEN market_cap_rank <= 3000 THEN CAST('{{ step }}' AS INT64)
            ELSE CAST('{{ tail_step }}' AS INT64)
        END AS step
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    WHERE snapshot_date = DATE '{{ to }}'
)

SELECT
    fact.asset_id,
    fact.snapshot_date,
    fact.current_price,
    fact.total_volume,
    fact.market_cap_rank
FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
INNER JOIN coin ON fact.asset_id = coin.asset_id
WHERE
    fact.snapshot_date BETWEEN DATE '{{ from }}' AND DATE '{{ to }}'
    AND MOD(DATE_DIFF(DATE '{{ to }}', fact.snapshot_date, DAY), coin.step) = 0
