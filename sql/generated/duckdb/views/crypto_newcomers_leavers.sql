-- Generated from sql/views/crypto_newcomers_leavers.sql: npm run transpile.
WITH days AS (
  SELECT
    snapshot_date,
    LEAD(snapshot_date) OVER (ORDER BY snapshot_date NULLS FIRST) AS next_date
  FROM "crypto_market_snapshot_fact"
  /* Every day passes; but the fact wants a filter that is a constant. */
  WHERE
    snapshot_date >= CAST('0001-01-01' AS DATE)
  GROUP BY
    snapshot_date
), changes AS (
  SELECT
    snapshot_date,
    snapshot_date AS seen_date,
    asset_id,
    'newcomer' AS change
  FROM "crypto_universe"
  WHERE
    is_newcomer
  UNION ALL
  SELECT
    days.next_date AS snapshot_date,
    days.snapshot_date AS seen_date,
    universe.asset_id,
    'leaver' AS change
  FROM "crypto_universe" AS universe
  INNER JOIN days
    ON universe.snapshot_date = days.snapshot_date
  WHERE
    universe.is_leaver
)
SELECT
  changes.snapshot_date,
  changes.change,
  changes.asset_id,
  fact.symbol,
  fact.name,
  fact.vs_currency,
  fact.current_price AS price,
  fact.market_cap_rank
FROM changes
INNER JOIN "crypto_market_snapshot_fact" AS fact
  ON changes.seen_date = fact.snapshot_date AND changes.asset_id = fact.asset_id
WHERE
  fact.snapshot_date >= CAST('0001-01-01' AS DATE)
