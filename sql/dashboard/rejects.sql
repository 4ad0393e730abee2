-- Why elements were rejected; the tables of the other pipelines' rejects have the same columns.
SELECT
    reject.pipeline,
    reject.field,
    reject.reason,
    COUNT(*) AS elements,
    MAX(reject.snapshot_date) AS last_day
FROM `{{ dataset }}.crypto_market_snapshot_rejects` AS reject
WHERE reject.snapshot_date BETWEEN DATE '{{ from }}' AND DATE '{{ to }}'
GROUP BY reject.pipeline, reject.field, reject.reason
ORDER BY elements DESC, reject.reason ASC
LIMIT 50
