-- No contract has two rows of one coin.
WITH keys AS (
    SELECT DISTINCT platform_id, contract_address_key, asset_id
    FROM `{{ dataset }}.crypto_asset_contract`
)

SELECT
    (SELECT COUNT(*) FROM keys)
    = (SELECT COUNT(*) FROM `{{ dataset }}.crypto_asset_contract`) AS contract_has_one_row_per_asset
