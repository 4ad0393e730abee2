-- No coin has two rows in the dimension.
-- severity: fail
-- expected: <= 0
-- message: {observed} rows of crypto_asset_dim are second rows of a coin, so joins with it count coins
--   twice. Run asset-dim again: it replaces the table.
SELECT COUNT(*) - COUNT(DISTINCT asset_id) AS observed
FROM `{{ dataset }}.crypto_asset_dim`
