-- Coins that changed their name or symbol.
-- question: Which coins were renamed, so that a search by name or symbol would lose them?
-- renamed_on: The first snapshot under the new name or symbol.
-- asset_id: The coin, which stays the same.
-- name_before: Its name before.
-- symbol_before: Its symbol before.
-- name: Its name since.
-- symbol: Its symbol since.
-- market_cap_rank: Rank in the newest snapshot; null for an unranked coin and one that is gone.
-- caveat: A rename shows on the next day held; one that was taken back between two days held is not seen.
WITH versions AS (
    SELECT
        asset_id,
        name,
        symbol,
        valid_from,
        LAG(name) OVER (PARTITION BY asset_id ORDER BY valid_from) AS name_before,
        LAG(symbol) OVER (PARTITION BY asset_id ORDER BY valid_from) AS symbol_before,
        LAG(valid_from) OVER (PARTITION BY asset_id ORDER BY valid_from) AS valid_before
    FROM `{{ dataset }}.crypto_asset_history`
)

SELECT
    versions.valid_from AS renamed_on,
    versions.asset_id,
    versions.name_before,
    versions.symbol_before,
    versions.name,
    versions.symbol,
    latest.market_cap_rank
FROM versions
LEFT JOIN `{{ dataset }}.crypto_market_latest` AS latest ON versions.asset_id = latest.asset_id
WHERE
    versions.valid_before IS NOT NULL
    AND (
        versions.name IS DISTINCT FROM versions.name_before
        OR versions.symbol IS DISTINCT FROM versions.symbol_before
    )
ORDER BY
    versions.valid_from DESC,
    latest.market_cap_rank IS NULL ASC,
    latest.market_cap_rank ASC,
    versions.asset_id ASC
