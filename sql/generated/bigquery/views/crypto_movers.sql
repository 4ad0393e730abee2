CREATE OR REPLACE VIEW `{{ dataset }}.crypto_movers` (
  snapshot_date OPTIONS (description = "The UTC day that the snapshot stands for; joins date_dim.date."),
  window_days OPTIONS (description = "Days looked back: 1, 7 or 30."),
  asset_id OPTIONS (description = "CoinGecko's coin id; joins crypto_asset_dim.asset_id."),
  symbol OPTIONS (description = "The coin's ticker symbol; not unique."),
  name OPTIONS (description = "The coin's name."),
  market_cap_rank OPTIONS (description = "Rank by market capitalisation, 1 the largest; null for an unranked coin."),
  vs_currency OPTIONS (description = "The currency of every price and value of the row, such as usd."),
  price OPTIONS (description = "Price of one coin, in vs_currency."),
  price_before OPTIONS (description = "Price of the coin window_days before, in vs_currency; null where that day is not held."),
  price_change_percentage OPTIONS (description = "Change in window_days, in percent."),
  basis OPTIONS (description = "days: the change from price_before to price; coingecko: CoinGecko's own figure, where price_before is null."),
  market_cap OPTIONS (description = "Market capitalisation, in vs_currency."),
  total_volume OPTIONS (description = "Traded volume of the last 24 hours, in vs_currency.")
) OPTIONS (description = "{{ note }}How far the coins of the newest snapshot moved in 1, 7 and 30 days. One row a coin and window whose change is known.") AS
WITH newest AS (
    SELECT
        fact.snapshot_date,
        fact.asset_id,
        fact.symbol,
        fact.name,
        fact.market_cap_rank,
        fact.vs_currency,
        fact.current_price,
        fact.market_cap,
        fact.total_volume,
        fact.price_change_percentage_24h,
        fact.price_change_percentage_7d,
        fact.price_change_percentage_30d
    FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
    WHERE
        -- Every day passes; but the fact wants a filter that is a constant.
        fact.snapshot_date >= DATE '0001-01-01'
        AND fact.snapshot_date = (
            SELECT MAX(newest.snapshot_date)
            FROM `{{ dataset }}.crypto_market_snapshot_fact` AS newest
            WHERE newest.snapshot_date >= DATE '0001-01-01'
        )
),

windows AS (
    SELECT
        CAST(1 AS INT64) AS window_days,
        newest.price_change_percentage_24h AS coingecko_change,
        newest.*
    FROM newest
    UNION ALL
    SELECT
        CAST(7 AS INT64) AS window_days,
        newest.price_change_percentage_7d AS coingecko_change,
        newest.*
    FROM newest
    UNION ALL
    SELECT
        CAST(30 AS INT64) AS window_days,
        newest.price_change_percentage_30d AS coingecko_change,
        newest.*
    FROM newest
),

compared AS (
    SELECT
        windows.*,
        CASE WHEN daily.price > 0 AND windows.current_price IS NOT NULL THEN daily.price END AS price_before
    FROM windows
    LEFT JOIN `{{ dataset }}.crypto_market_daily` AS daily
        ON
            windows.asset_id = daily.asset_id
            AND windows.vs_currency = daily.vs_currency
            AND DATE_SUB(windows.snapshot_date, INTERVAL windows.window_days DAY) = daily.snapshot_date
)

SELECT
    snapshot_date,
    window_days,
    asset_id,
    symbol,
    name,
    market_cap_rank,
    vs_currency,
    current_price AS price,
    price_before,
    CASE
        WHEN price_before IS NULL THEN coingecko_change
        ELSE 100 * (CAST(current_price AS FLOAT64) / CAST(price_before AS FLOAT64) - 1)
    END AS price_change_percentage,
    CASE WHEN price_before IS NULL THEN 'coingecko' ELSE 'days' END AS basis,
    market_cap,
    total_volume
FROM compared
WHERE price_before IS NOT NULL OR coingecko_change IS NOT NULL
