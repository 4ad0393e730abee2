-- Generated from sql/views/crypto_missing.sql: npm run transpile.
WITH held AS (
  SELECT
    snapshot_date,
    asset_id
  FROM "crypto_market_snapshot_fact"
  /* Every day passes; but the fact wants a filter that is a constant. */
  WHERE
    snapshot_date >= CAST('0001-01-01' AS DATE)
), days AS (
  SELECT DISTINCT
    snapshot_date
  FROM held
), reasons AS (
  SELECT
    snapshot_date,
    asset_id,
    MIN(reason) AS reject_reason
  FROM "crypto_market_snapshot_rejects"
  GROUP BY
    snapshot_date,
    asset_id
)
SELECT
  days.snapshot_date,
  asset.asset_id,
  asset.symbol,
  asset.name,
  asset.first_seen_date,
  asset.last_seen_date,
  reasons.reject_reason
FROM days
INNER JOIN "crypto_asset_dim" AS asset
  ON days.snapshot_date BETWEEN asset.first_seen_date AND asset.last_seen_date
LEFT JOIN held
  ON days.snapshot_date = held.snapshot_date AND asset.asset_id = held.asset_id
LEFT JOIN reasons
  ON days.snapshot_date = reasons.snapshot_date AND asset.asset_id = reasons.asset_id
WHERE
  held.asset_id IS NULL
