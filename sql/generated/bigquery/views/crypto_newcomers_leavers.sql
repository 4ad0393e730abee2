CREATE OR REPLACE VIEW `{{ dataset }}.crypto_newcomers_leavers` (
  snapshot_date OPTIONS (description = "The first snapshot that holds a newcomer or lacks a leaver."),
  change OPTIONS (description = "newcomer or leaver."),
  asset_id OPTIONS (description = "CoinGecko's coin id; joins crypto_asset_dim.asset_id."),
  symbol OPTIONS (description = "The coin's ticker symbol; not unique."),
  name OPTIONS (description = "The coin's name."),
  vs_currency OPTIONS (description = "The currency of every price and value of the row, such as usd."),
  price OPTIONS (description = "A newcomer's first price, a leaver's last one, in vs_currency."),
  market_cap_rank OPTIONS (description = "The rank on that day; null for an unranked coin.")
) OPTIONS (description = "{{ note }}Coins that came or went. One row a coin and snapshot that, other than the one before it, holds or lacks the coin.") AS
WITH days AS (
    SELECT
        snapshot_date,
        LEAD(snapshot_date) OVER (ORDER BY snapshot_date) AS next_date
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    -- Every day passes; but the fact wants a filter that is a constant.
    WHERE snapshot_date >= DATE '0001-01-01'
    GROUP BY snapshot_date
),

changes AS (
    SELECT
        snapshot_date,
        snapshot_date AS seen_date,
        asset_id,
        'newcomer' AS change
    FROM `{{ dataset }}.crypto_universe`
    WHERE is_newcomer
    UNION ALL
    SELECT
        days.next_date AS snapshot_date,
        days.snapshot_date AS seen_date,
        universe.asset_id,
        'leaver' AS change
    FROM `{{ dataset }}.crypto_universe` AS universe
    INNER JOIN days ON universe.snapshot_date = days.snapshot_date
    WHERE universe.is_leaver
)

SELECT
    changes.snapshot_date,
    changes.change,
    changes.asset_id,
    fact.symbol,
    fact.name,
    fact.vs_currency,
    fact.current_price AS price,
    fact.market_cap_rank
FROM changes
INNER JOIN `{{ dataset }}.crypto_market_snapshot_fact` AS fact
    ON changes.seen_date = fact.snapshot_date AND changes.asset_id = fact.asset_id
WHERE fact.snapshot_date >= DATE '0001-01-01'
