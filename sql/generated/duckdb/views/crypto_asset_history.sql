-- Generated from sql/views/crypto_asset_history.sql: npm run transpile.
-- Gaps and islands: over snapshots that follow each other without a gap, the number of the snapshot
-- less the number of the coin's row stays the same.
WITH days AS (
  SELECT
    snapshot_date,
    ROW_NUMBER() OVER (ORDER BY snapshot_date NULLS FIRST) AS day_number,
    LEAD(snapshot_date) OVER (ORDER BY snapshot_date NULLS FIRST) AS next_date
  FROM "crypto_market_snapshot_fact"
  /* Every day passes; but the fact wants a filter that is a constant. */
  WHERE
    snapshot_date >= CAST('0001-01-01' AS DATE)
  GROUP BY
    snapshot_date
), seen AS (
  SELECT
    fact.asset_id,
    fact.name,
    fact.symbol,
    days.snapshot_date,
    days.next_date,
    days.day_number - ROW_NUMBER() OVER (
      PARTITION BY fact.asset_id, fact.name, fact.symbol
      ORDER BY days.day_number NULLS FIRST
    ) AS island
  FROM "crypto_market_snapshot_fact" AS fact
  INNER JOIN days
    ON fact.snapshot_date = days.snapshot_date
  WHERE
    fact.snapshot_date >= CAST('0001-01-01' AS DATE)
)
SELECT
  asset_id,
  name,
  symbol,
  MIN(snapshot_date) AS valid_from,
  CASE WHEN COUNT(*) = COUNT(next_date) THEN MAX(next_date) END AS valid_to, /* The newest snapshot has no next one, which a maximum would pass over. */
  COUNT(*) > COUNT(next_date) AS is_current,
  COUNT(*) AS days_seen
FROM seen
GROUP BY
  asset_id,
  name,
  symbol,
  island
