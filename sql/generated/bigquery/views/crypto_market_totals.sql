CREATE OR REPLACE VIEW `{{ dataset }}.crypto_market_totals` (
  snapshot_date OPTIONS (description = "The UTC day that the snapshot stands for; joins date_dim.date."),
  vs_currency OPTIONS (description = "The currency of every price and value of the row, such as usd."),
  coins OPTIONS (description = "Coins of the snapshot."),
  market_cap OPTIONS (description = "Sum of the coins' market capitalisations, in vs_currency."),
  total_volume OPTIONS (description = "Sum of the coins' traded volumes of 24 hours, in vs_currency."),
  top_10_dominance OPTIONS (description = "Share of the ten largest coins in market_cap, in percent."),
  bitcoin_dominance OPTIONS (description = "Share of Bitcoin in market_cap, in percent."),
  ethereum_dominance OPTIONS (description = "Share of Ethereum in market_cap, in percent."),
  market_cap_change_percentage OPTIONS (description = "Change of market_cap since the snapshot before, in percent.")
) OPTIONS (description = "{{ note }}The whole market of each day: value, volume, dominance. One row a snapshot; wrapped and staked coins count beside the coins behind them.") AS
WITH ranked AS (
    SELECT
        snapshot_date,
        vs_currency,
        asset_id,
        market_cap,
        total_volume,
        ROW_NUMBER() OVER (
            PARTITION BY snapshot_date
            ORDER BY COALESCE(market_cap, -1) DESC, asset_id
        ) AS size_rank
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    -- Every day passes; but the fact wants a filter that is a constant.
    WHERE snapshot_date >= DATE '0001-01-01'
),

days AS (
    SELECT
        snapshot_date,
        vs_currency,
        COUNT(*) AS coins,
        SUM(market_cap) AS market_cap,
        SUM(total_volume) AS total_volume,
        CAST(SUM(market_cap) AS FLOAT64) AS whole,
        CAST(SUM(CASE WHEN size_rank <= 10 THEN market_cap END) AS FLOAT64) AS top_10,
        CAST(SUM(CASE WHEN asset_id = 'bitcoin' THEN market_cap END) AS FLOAT64) AS bitcoin,
        CAST(SUM(CASE WHEN asset_id = 'ethereum' THEN market_cap END) AS FLOAT64) AS ethereum
    FROM ranked
    GROUP BY snapshot_date, vs_currency
),

compared AS (
    SELECT
        *,
        LAG(whole) OVER (PARTITION BY vs_currency ORDER BY snapshot_date) AS whole_before
    FROM days
)

SELECT
    snapshot_date,
    vs_currency,
    coins,
    market_cap,
    total_volume,
    100 * SAFE_DIVIDE(top_10, whole) AS top_10_dominance,
    100 * SAFE_DIVIDE(bitcoin, whole) AS bitcoin_dominance,
    100 * SAFE_DIVIDE(ethereum, whole) AS ethereum_dominance,
    100 * SAFE_DIVIDE(whole - whole_before, whole_before) AS market_cap_change_percentage
FROM compared
