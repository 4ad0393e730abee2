CREATE OR REPLACE VIEW `{{ dataset }}.crypto_volatility_ranking` (
  snapshot_date OPTIONS (description = "The UTC day that the snapshot stands for; joins date_dim.date."),
  volatility_rank OPTIONS (description = "1 for the coin with the greatest relative_volatility."),
  asset_id OPTIONS (description = "CoinGecko's coin id; joins crypto_asset_dim.asset_id."),
  symbol OPTIONS (description = "The coin's ticker symbol; not unique."),
  name OPTIONS (description = "The coin's name."),
  market_cap_rank OPTIONS (description = "Rank by market capitalisation, 1 the largest; null for an unranked coin."),
  vs_currency OPTIONS (description = "The currency of every price and value of the row, such as usd."),
  price OPTIONS (description = "Price of one coin, in vs_currency."),
  market_cap OPTIONS (description = "Market capitalisation, in vs_currency."),
  volatility OPTIONS (description = "Population standard deviation of the prices of the 7-day sparkline, in vs_currency; null where it has fewer than 2 numbers."),
  relative_volatility OPTIONS (description = "volatility divided by price: comparable between coins.")
) OPTIONS (description = "{{ note }}The coins of the newest snapshot by volatility over price. One row a coin that has both.") AS
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
        fact.volatility,
        fact.volatility / CAST(fact.current_price AS FLOAT64) AS relative_volatility
    FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
    WHERE
        -- Every day passes; but the fact wants a filter that is a constant.
        fact.snapshot_date >= DATE '0001-01-01'
        AND fact.snapshot_date = (
            SELECT MAX(newest.snapshot_date)
            FROM `{{ dataset }}.crypto_market_snapshot_fact` AS newest
            WHERE newest.snapshot_date >= DATE '0001-01-01'
        )
        -- A price may be too small for a double's range, where it would divide by zero.
        AND CAST(fact.current_price AS FLOAT64) > 0
        AND fact.volatility IS NOT NULL
)

SELECT
    snapshot_date,
    ROW_NUMBER() OVER (ORDER BY relative_volatility DESC, asset_id ASC) AS volatility_rank,
    asset_id,
    symbol,
    name,
    market_cap_rank,
    vs_currency,
    current_price AS price,
    market_cap,
    volatility,
    relative_volatility
FROM newest
