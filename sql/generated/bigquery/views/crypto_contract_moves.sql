CREATE OR REPLACE VIEW `{{ dataset }}.crypto_contract_moves` (
  platform_id OPTIONS (description = "The platform on which the contract is; joins asset_platform_dim.platform_id, which may lack it."),
  contract_address_key OPTIONS (description = "For joins: the address in lower case where it has the form of EVM chains (0x and 40 hex digits, in which case is but a checksum), else as given."),
  from_asset_id OPTIONS (description = "The coin that had the address."),
  to_asset_id OPTIONS (description = "The coin that had it next."),
  moved_date OPTIONS (description = "The first day on which the next coin had the address."),
  from_last_seen_date OPTIONS (description = "The last day on which the earlier coin had it.")
) OPTIONS (description = "{{ note }}Contract addresses that passed from one coin to another. One row a platform, address and pass.") AS
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
            ORDER BY earlier.last_seen_date DESC, earlier.asset_id ASC
        ) AS passes_back
    FROM `{{ dataset }}.crypto_asset_contract` AS later
    INNER JOIN `{{ dataset }}.crypto_asset_contract` AS earlier
        ON
            later.platform_id = earlier.platform_id
            AND later.contract_address_key = earlier.contract_address_key
            -- Coins that have it together share the address: it passed from neither.
            AND later.first_seen_date > earlier.last_seen_date
)

SELECT
    platform_id,
    contract_address_key,
    from_asset_id,
    to_asset_id,
    moved_date,
    from_last_seen_date
FROM passes
WHERE passes_back = 1
