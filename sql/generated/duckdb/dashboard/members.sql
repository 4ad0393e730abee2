-- Generated from sql/dashboard/members.sql: npm run transpile.
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
  FROM "crypto_market_snapshot_fact" AS seen
  WHERE
    seen.snapshot_date BETWEEN CAST('{{ from }}' AS DATE) AND CAST('{{ to }}' AS DATE)
  GROUP BY
    seen.asset_id
  HAVING
    MIN(seen.snapshot_date) > CAST('{{ from }}' AS DATE)
    OR MAX(seen.snapshot_date) < CAST('{{ to }}' AS DATE)
) AS member
INNER JOIN "crypto_market_snapshot_fact" AS fact
  ON member.asset_id = fact.asset_id AND member.last_day = fact.snapshot_date
WHERE
  fact.snapshot_date BETWEEN CAST('{{ from }}' AS DATE) AND CAST('{{ to }}' AS DATE)
