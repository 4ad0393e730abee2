-- Of the contracts, at least 99% are of coins in the dimension: both are made of one coin list.
SELECT COUNT(asset.asset_id) >= 0.99 * COUNT(*) AS contract_assets_are_in_asset_dim
FROM `{{ dataset }}.crypto_asset_contract` AS contract
LEFT JOIN `{{ dataset }}.crypto_asset_dim` AS asset ON contract.asset_id = asset.asset_id
