CREATE OR REPLACE VIEW `{{ dataset }}.crypto_universe` (
  snapshot_date OPTIONS (description = "The UTC day that the snapshot stands for; joins date_dim.date."),
  asset_id OPTIONS (description = "CoinGecko's coin id; joins crypto_asset_dim.asset_id."),
  is_newcomer OPTIONS (description = "Whether the snapshot before lacks the coin; null in the first snapshot."),
  is_leaver OPTIONS (description = "Whether the next snapshot lacks the coin; null in the newest snapshot.")
) OPTIONS (description = "{{ note }}Which coins existed on which day. One row a coin and snapshot that holds it.") AS
WITH days AS (
    SELECT
        snapshot_date,
        LAG(snapshot_date) OVER (ORDER BY snapshot_date) AS date_before,
        LEAD(snapshot_date) OVER (ORDER BY snapshot_date) AS next_date
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    -- Every day passes; but the fact wants a filter that is a constant.
    WHERE snapshot_date >= DATE '0001-01-01'
    GROUP BY snapshot_date
),

seen AS (
    SELECT
        fact.snapshot_date,
        fact.asset_id,
        days.date_before,
        days.next_date,
        LAG(fact.snapshot_date) OVER (PARTITION BY fact.asset_id ORDER BY fact.snapshot_date) AS seen_before,
        LEAD(fact.snapshot_date) OVER (PARTITION BY fact.asset_id ORDER BY fact.snapshot_date) AS seen_next
    FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
    INNER JOIN days ON fact.snapshot_date = days.snapshot_date
    WHERE fact.snapshot_date >= DATE '0001-01-01'
)

SELECT
    snapshot_date,
    asset_id,
    CASE
        WHEN date_before IS NOT NULL THEN COALESCE(seen_before <> date_before, TRUE)
    END AS is_newcomer,
    CASE
        WHEN next_date IS NOT NULL THEN COALESCE(seen_next <> next_date, TRUE)
    END AS is_leaver
FROM seen
