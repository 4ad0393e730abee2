-- Generated from sql/checks/contract_has_one_row_per_asset.sql: npm run transpile.
-- No contract has two rows of one coin.
-- severity: fail
-- expected: <= 0
-- message: {observed} rows of crypto_asset_contract are second rows of a contract and coin. Run asset-dim
--   again: it replaces the table.
WITH keys AS (
  SELECT
    platform_id,
    contract_address_key,
    asset_id,
    COUNT(*) AS times
  FROM "crypto_asset_contract"
  GROUP BY
    platform_id,
    contract_address_key,
    asset_id
)
SELECT
  CAST(COALESCE(SUM(times - 1), 0) AS BIGINT) AS observed
FROM keys
