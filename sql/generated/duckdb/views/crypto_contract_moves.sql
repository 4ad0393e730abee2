-- Generated from sql/views/crypto_contract_moves.sql: npm run transpile.
WITH passes AS (
  SELECT
    later.platform_id,
    later.contract_address_key,
    earlier.asset_id AS from_asset_id,
    later.asset_id AS to_asset_id,
    later.first_seen_date AS moved_date,
    earlier.last_seen_date AS from_last_seen_date,
    ROW_NUMBER() OVER (
      PARTITION BY later.platform_id, later.contract_address_key, later.asset_id
      ORDER BY earlier.last_seen_date DESC, earlier.asset_id ASC NULLS FIRST
    ) AS passes_back
  FROM "crypto_asset_contract" AS later
  INNER JOIN "crypto_asset_contract" AS earlier
    ON later.platform_id = earlier.platform_id
    AND later.contract_address_key = earlier.contract_address_key
    AND /* Coins that have it together share the address: it passed from neither. */ later.first_seen_date > earlier.last_seen_date
)
SELECT
  platform_id,
  contract_address_key,
  from_asset_id,
  to_asset_id,
  moved_date,
  from_last_seen_date
FROM passes
WHERE
  passes_back = 1
