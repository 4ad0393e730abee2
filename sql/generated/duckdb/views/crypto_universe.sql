-- Generated from sql/views/crypto_universe.sql: npm run transpile.
WITH days AS (
  SELECT
    snapshot_date,
    LAG(snapshot_date) OVER (ORDER BY snapshot_date NULLS FIRST) AS date_before,
    LEAD(snapshot_date) OVER (ORDER BY snapshot_date NULLS FIRST) AS next_date
  FROM "crypto_market_snapshot_fact"
  /* Every day passes; but the fact wants a filter that is a constant. */
  WHERE
    snapshot_date >= CAST('0001-01-01' AS DATE)
  GROUP BY
    snapshot_date
), seen AS (
  SELECT
    fact.snapshot_date,
    fact.asset_id,
    days.date_before,
    days.next_date,
    LAG(fact.snapshot_date) OVER (PARTITION BY fact.asset_id ORDER BY fact.snapshot_date NULLS FIRST) AS seen_before,
    LEAD(fact.snapshot_date) OVER (PARTITION BY fact.asset_id ORDER BY fact.snapshot_date NULLS FIRST) AS seen_next
  FROM "crypto_market_snapshot_fact" AS fact
  INNER JOIN days
    ON fact.snapshot_date = days.snapshot_date
  WHERE
    fact.snapshot_date >= CAST('0001-01-01' AS DATE)
)
SELECT
  snapshot_date,
  asset_id,
  CASE
    WHEN NOT date_before IS NULL
    THEN COALESCE(seen_before <> date_before, TRUE)
  END AS is_newcomer,
  CASE WHEN NOT next_date IS NULL THEN COALESCE(seen_next <> next_date, TRUE) END AS is_leaver
FROM seen
