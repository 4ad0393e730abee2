CREATE OR REPLACE VIEW `{{ dataset }}.crypto_stale_coins` (
  snapshot_date OPTIONS (description = "The UTC day that the snapshot stands for; joins date_dim.date."),
  asset_id OPTIONS (description = "CoinGecko's coin id; joins crypto_asset_dim.asset_id."),
  symbol OPTIONS (description = "The coin's ticker symbol; not unique."),
  name OPTIONS (description = "The coin's name."),
  market_cap_rank OPTIONS (description = "Rank by market capitalisation, 1 the largest; null for an unranked coin."),
  last_updated OPTIONS (description = "When CoinGecko last updated the coin, UTC; may be days old."),
  hours_stale OPTIONS (description = "Hours from last_updated to the newest last_updated of the snapshot; null where unknown.")
) OPTIONS (description = "{{ note }}Coins of the newest snapshot whose price is more than a day older than the newest price, or of unknown age. One row a coin.") AS
WITH newest AS (
    SELECT
        fact.snapshot_date,
        fact.asset_id,
        fact.symbol,
        fact.name,
        fact.market_cap_rank,
        fact.last_updated,
        (MAX(UNIX_MILLIS(fact.last_updated)) OVER () - UNIX_MILLIS(fact.last_updated)) / 3600000 AS hours_stale
    FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
    WHERE
        -- Every day passes; but the fact wants a filter that is a constant.
        fact.snapshot_date >= DATE '0001-01-01'
        AND fact.snapshot_date = (
            SELECT MAX(newest.snapshot_date)
            FROM `{{ dataset }}.crypto_market_snapshot_fact` AS newest
            WHERE newest.snapshot_date >= DATE '0001-01-01'
        )
)

SELECT
    snapshot_date,
    asset_id,
    symbol,
    name,
    market_cap_rank,
    last_updated,
    hours_stale
FROM newest
WHERE hours_stale > 24 OR last_updated IS NULL
