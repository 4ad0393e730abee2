CREATE OR REPLACE VIEW `{{ dataset }}.crypto_missing` (
  snapshot_date OPTIONS (description = "The snapshot that lacks the coin."),
  asset_id OPTIONS (description = "CoinGecko's coin id."),
  symbol OPTIONS (description = "The coin's ticker symbol; not unique."),
  name OPTIONS (description = "The coin's name."),
  first_seen_date OPTIONS (description = "The least snapshot date that saw the coin."),
  last_seen_date OPTIONS (description = "The greatest snapshot date that saw the coin."),
  reject_reason OPTIONS (description = "Why the coin's element became no row; null where no answer held the coin.")
) OPTIONS (description = "{{ note }}Coins that a snapshot lacks although they were known before and after it. One row a coin and snapshot between the first and the last day that saw the coin.") AS
WITH held AS (
    SELECT
        snapshot_date,
        asset_id
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    -- Every day passes; but the fact wants a filter that is a constant.
    WHERE snapshot_date >= DATE '0001-01-01'
),

days AS (
    SELECT DISTINCT snapshot_date
    FROM held
),

reasons AS (
    SELECT
        snapshot_date,
        asset_id,
        MIN(reason) AS reject_reason
    FROM `{{ dataset }}.crypto_market_snapshot_rejects`
    GROUP BY snapshot_date, asset_id
)

SELECT
    days.snapshot_date,
    asset.asset_id,
    asset.symbol,
    asset.name,
    asset.first_seen_date,
    asset.last_seen_date,
    reasons.reject_reason
FROM days
INNER JOIN `{{ dataset }}.crypto_asset_dim` AS asset
    ON days.snapshot_date BETWEEN asset.first_seen_date AND asset.last_seen_date
LEFT JOIN held ON days.snapshot_date = held.snapshot_date AND asset.asset_id = held.asset_id
LEFT JOIN reasons
    ON days.snapshot_date = reasons.snapshot_date AND asset.asset_id = reasons.asset_id
WHERE held.asset_id IS NULL
