-- The market capitalisation, on each day, of the three coins that are the largest on the last.
SELECT
    fact.snapshot_date,
    leader.asset_id,
    leader.name,
    fact.market_cap
FROM (
    SELECT
        newest.asset_id,
        newest.name
    FROM `{{ dataset }}.crypto_market_snapshot_fact` AS newest
    WHERE newest.snapshot_date = DATE '{{ to }}' AND newest.market_cap IS NOT NULL
    ORDER BY newest.market_cap DESC, newest.asset_id ASC
    LIMIT 3
) AS leader
INNER JOIN `{{ dataset }}.crypto_market_snapshot_fact` AS fact ON leader.asset_id = fact.asset_id
WHERE fact.snapshot_date BETWEEN DATE '{{ from }}' AND DATE '{{ to }}'
ORDER BY fact.snapshot_date ASC, leader.asset_id ASC
