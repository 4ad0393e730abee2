-- The market of each day: its totals, the ten largest coins, and how many coins rose and fell.
SELECT
    fact.snapshot_date,
    MIN(fact.vs_currency) AS vs_currency,
    COUNT(*) AS coins,
    SUM(fact.market_cap) AS market_cap,
    SUM(fact.market_cap_change_24h) AS market_cap_change_24h,
    SUM(fact.total_volume) AS total_volume,
    SUM(CASE WHEN fact.market_cap_rank <= 10 THEN fact.market_cap END) AS top_10_market_cap,
    COUNT(CASE WHEN fact.price_change_percentage_24h > 0 THEN 1 END) AS coins_up,
    COUNT(CASE WHEN fact.price_change_percentage_24h < 0 THEN 1 END) AS coins_down
FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
WHERE fact.snapshot_date BETWEEN DATE '{{ from }}' AND DATE '{{ to }}'
GROUP BY fact.snapshot_date
ORDER BY fact.snapshot_date ASC
