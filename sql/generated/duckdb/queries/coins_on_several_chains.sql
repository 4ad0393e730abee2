-- Generated from sql/queries/coins_on_several_chains.sql: npm run transpile.
-- The fifty coins with contracts on most blockchains.
-- question: Which coins exist on several blockchains, and on which?
-- asset_id: The coin.
-- name: Its name.
-- market_cap_rank: Its rank; null for an unranked coin.
-- chains: Blockchains on which it has a contract.
-- contracts: Contracts on them.
-- chain_names: The blockchains' names, or their ids where no list of platforms names them.
-- caveat: Bridged copies that CoinGecko lists as coins of their own are not counted here.
WITH chains AS (
  SELECT
    contract.asset_id,
    COALESCE(platform.name, contract.platform_id) AS chain_name,
    COUNT(*) AS contracts
  FROM "crypto_asset_contract" AS contract
  LEFT JOIN "asset_platform_dim" AS platform
    ON contract.platform_id = platform.platform_id
  WHERE
    contract.is_active
  GROUP BY
    contract.asset_id,
    contract.platform_id,
    platform.name
)
SELECT
  asset.asset_id,
  asset.name,
  asset.market_cap_rank,
  COUNT(*) AS chains,
  CAST(SUM(chains.contracts) AS BIGINT) AS contracts,
  LISTAGG(chains.chain_name, ', '
  ORDER BY
    chains.chain_name NULLS FIRST) AS chain_names
FROM chains
INNER JOIN "crypto_asset_dim" AS asset
  ON chains.asset_id = asset.asset_id
GROUP BY
  asset.asset_id,
  asset.name,
  asset.market_cap_rank
HAVING
  COUNT(*) > 1
ORDER BY
  chains DESC,
  asset.market_cap_rank IS NULL ASC NULLS FIRST,
  asset.market_cap_rank ASC NULLS FIRST,
  asset.asset_id ASC NULLS FIRST
LIMIT 50
