-- The coins that the first day held lacks, and those that the last day lacks, as they were last seen.
SELECT
    fact.asset_id,
    fact.name,
    fact.symbol,
    fact.current_price,
    fact.market_cap_rank,
    member.first_day,
    member.last_day
FROM (
    SELECT
        seen.asset_id,
        MIN(seen.snapshot_date) AS first_day,
        MAX(seen.snapshot_date) AS last_day
    FROM `{{ dataset }}.crypto_market_snapshot_fact` AS seen
    WHERE seen.snapshot_date BETWEEN DATE '{{ from }}' AND DATE '{{ to }}'
    GROUP BY seen.asset_id
    HAVING MIN(seen.snapshot_date) > DATE '{{ from }}' OR MAX(seen.snapshot_date) < DATE '{{ to }}'
) AS member
INNER JOIN `{{ dataset }}.crypto_market_snapshot_fact` AS fact
    ON member.asset_id = fact.asset_id AND member.last_day = fact.snapshot_date
WHERE fact.snapshot_date BETWEEN DATE '{{ from }}' AND DATE '{{ to }}'
