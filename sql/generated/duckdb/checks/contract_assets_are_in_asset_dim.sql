-- Generated from sql/checks/contract_assets_are_in_asset_dim.sql: npm run transpile.
-- Of the coins that have contracts, at least 99% are in the dimension: both are made of one coin list.
-- severity: fail
-- expected: >= 99
-- message: Only {observed}% of the coins of crypto_asset_contract are in crypto_asset_dim, so joins with it
--   lose the others. Run asset-dim again: it replaces both tables.
SELECT
  100 * CASE
    WHEN COUNT(DISTINCT contract.asset_id) <> 0
    THEN COUNT(DISTINCT asset.asset_id) / COUNT(DISTINCT contract.asset_id)
    ELSE NULL
  END AS observed
FROM "crypto_asset_contract" AS contract
LEFT JOIN "crypto_asset_dim" AS asset
  ON contract.asset_id = asset.asset_id
