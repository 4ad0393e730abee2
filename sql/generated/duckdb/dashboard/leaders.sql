-- Generated from sql/dashboard/leaders.sql: npm run transpile.
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
  FROM "crypto_market_snapshot_fact" AS newest
  WHERE
    newest.snapshot_date = CAST('{{ to }}' AS DATE) AND NOT newest.market_cap IS NULL
  ORDER BY
    newest.market_cap DESC,
    newest.asset_id ASC NULLS FIRST
  LIMIT 3
) AS leader
INNER JOIN "crypto_market_snapshot_fact" AS fact
  ON leader.asset_id = fact.asset_id
WHERE
  fact.snapshot_date BETWEEN CAST('{{ from }}' AS DATE) AND CAST('{{ to }}' AS DATE)
ORDER BY
  fact.snapshot_date ASC NULLS FIRST,
  leader.asset_id ASC NULLS FIRST
