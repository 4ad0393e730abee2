CREATE OR REPLACE VIEW `{{ dataset }}.crypto_asset_history` (
  asset_id OPTIONS (description = "CoinGecko's coin id; joins crypto_asset_dim.asset_id."),
  name OPTIONS (description = "The coin's name."),
  symbol OPTIONS (description = "The coin's ticker symbol; not unique."),
  valid_from OPTIONS (description = "The first snapshot of the coin under this name and symbol."),
  valid_to OPTIONS (description = "The first snapshot after that in which it had another name or symbol, or was absent; null while it holds."),
  is_current OPTIONS (description = "Whether it held in the newest snapshot."),
  days_seen OPTIONS (description = "Snapshots of the coin from valid_from until before valid_to.")
) OPTIONS (description = "{{ note }}What each coin was called, and when: a type 2 dimension. One row a coin and unbroken time under one name and symbol, seen in the snapshots; a day without any snapshot breaks none.") AS
-- Gaps and islands: over snapshots that follow each other without a gap, the number of the snapshot
-- less the number of the coin's row stays the same.
WITH days AS (
    SELECT
        snapshot_date,
        ROW_NUMBER() OVER (ORDER BY snapshot_date) AS day_number,
        LEAD(snapshot_date) OVER (ORDER BY snapshot_date) AS next_date
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    -- Every day passes; but the fact wants a filter that is a constant.
    WHERE snapshot_date >= DATE '0001-01-01'
    GROUP BY snapshot_date
),

seen AS (
    SELECT
        fact.asset_id,
        fact.name,
        fact.symbol,
        days.snapshot_date,
        days.next_date,
        days.day_number - ROW_NUMBER() OVER (
            PARTITION BY fact.asset_id, fact.name, fact.symbol
            ORDER BY days.day_number
        ) AS island
    FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
    INNER JOIN days ON fact.snapshot_date = days.snapshot_date
    WHERE fact.snapshot_date >= DATE '0001-01-01'
)

SELECT
    asset_id,
    name,
    symbol,
    MIN(snapshot_date) AS valid_from,
    -- The newest snapshot has no next one, which a maximum would pass over.
    CASE WHEN COUNT(*) = COUNT(next_date) THEN MAX(next_date) END AS valid_to,
    COUNT(*) > COUNT(next_date) AS is_current,
    COUNT(*) AS days_seen
FROM seen
GROUP BY asset_id, name, symbol, island
