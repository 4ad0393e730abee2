-- The first and the newest day held, and how many.
SELECT
    MIN(fact.snapshot_date) AS first_day,
    MAX(fact.snapshot_date) AS last_day,
    COUNT(DISTINCT fact.snapshot_date) AS days
FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
WHERE fact.snapshot_date BETWEEN DATE '{{ from }}' AND DATE '{{ to }}'
