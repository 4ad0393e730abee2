-- The contracts of the 2,000 largest coins of the last day.
SELECT
    contract.asset_id,
    contract.platform_id,
    contract.contract_address
FROM `{{ dataset }}.crypto_asset_contract` AS contract
INNER JOIN `{{ dataset }}.crypto_market_snapshot_fact` AS fact ON contract.asset_id = fact.asset_id
WHERE
    fact.snapshot_date = DATE '{{ to }}'
    AND fact.market_cap_rank <= 2000
    AND contract.is_active
ORDER BY contract.asset_id ASC, contract.platform_id ASC, contract.contract_address ASC
