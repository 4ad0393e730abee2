-- Generated from sql/dashboard/rejects.sql: npm run transpile.
-- Why elements were rejected; the tables of the other pipelines' rejects have the same columns.
SELECT
  reject.pipeline,
  reject.field,
  reject.reason,
  COUNT(*) AS elements,
  MAX(reject.snapshot_date) AS last_day
FROM "crypto_market_snapshot_rejects" AS reject
WHERE
  reject.snapshot_date BETWEEN CAST('{{ from }}' AS DATE) AND CAST('{{ to }}' AS DATE)
GROUP BY
  reject.pipeline,
  reject.field,
  reject.reason
ORDER BY
  elements DESC,
  reject.reason ASC NULLS FIRST
LIMIT 50
