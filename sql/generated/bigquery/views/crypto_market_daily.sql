CREATE OR REPLACE VIEW `{{ dataset }}.crypto_market_daily` (
  snapshot_date OPTIONS (description = "The UTC day that the snapshot stands for; joins date_dim.date."),
  asset_id OPTIONS (description = "CoinGecko's coin id; joins crypto_asset_dim.asset_id."),
  vs_currency OPTIONS (description = "The currency of every price and value of the row, such as usd."),
  price OPTIONS (description = "Price of one coin, in vs_currency."),
  market_cap OPTIONS (description = "Market capitalisation, in vs_currency."),
  total_volume OPTIONS (description = "Traded volume of the last 24 hours, in vs_currency."),
  market_cap_rank OPTIONS (description = "Rank by market capitalisation, 1 the largest; null in history."),
  priced_at OPTIONS (description = "When the price held, UTC: history's is the start of the day."),
  ingested_at OPTIONS (description = "When the page that holds the coin was fetched, UTC."),
  origin OPTIONS (description = "Where the row comes from: snapshot or history.")
) OPTIONS (description = "{{ note }}Every coin's price on every day that is known. One row a coin and day: the snapshot's where there is one, else the history's.") AS
-- Filters of their own, since the tables want one that is a constant: every day passes.
WITH snapshots AS (
    SELECT
        snapshot_date,
        asset_id,
        vs_currency,
        current_price AS price,
        market_cap,
        total_volume,
        market_cap_rank,
        last_updated AS priced_at,
        ingested_at
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    WHERE snapshot_date >= DATE '0001-01-01'
),

history AS (
    SELECT
        snapshot_date,
        asset_id,
        vs_currency,
        price,
        market_cap,
        total_volume,
        CAST(NULL AS INT64) AS market_cap_rank,
        priced_at,
        ingested_at
    FROM `{{ dataset }}.crypto_market_history_fact`
    WHERE snapshot_date >= DATE '0001-01-01'
)

SELECT
    snapshots.*,
    'snapshot' AS origin
FROM snapshots
UNION ALL
SELECT
    history.*,
    'history' AS origin
FROM history
LEFT JOIN snapshots
    ON history.snapshot_date = snapshots.snapshot_date AND history.asset_id = snapshots.asset_id
WHERE snapshots.asset_id IS NULL
