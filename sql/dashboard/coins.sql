-- All coins of the last day, with their prices 7 and 30 days before for snapshots without those changes.
WITH week_before AS (
    SELECT
        asset_id,
        current_price
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    WHERE snapshot_date = DATE_SUB(DATE '{{ to }}', INTERVAL 7 DAY)
),

month_before AS (
    SELECT
        asset_id,
        current_price
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    WHERE snapshot_date = DATE_SUB(DATE '{{ to }}', INTERVAL 30 DAY)
)

SELECT
    fact.asset_id,
    fact.name,
    fact.symbol,
    fact.market_cap_rank,
    fact.current_price,
    fact.market_cap,
    fact.total_volume,
    fact.high_24h,
    fact.low_24h,
    fact.price_change_percentage_24h,
    fact.price_change_percentage_7d,
    fact.price_change_percentage_30d,
    week_before.current_price AS price_7_days_before,
    month_before.current_price AS price_30_days_before,
    fact.volatility,
    fact.circulating_supply,
    fact.ath,
    fact.ath_change_percentage
FROM `{{ dataset }}.crypto_market_snapshot_fact` AS fact
LEFT JOIN week_before ON fact.asset_id = week_before.asset_id
LEFT JOIN month_before ON fact.asset_id = month_before.asset_id
WHERE fact.snapshot_date = DATE '{{ to }}'
ORDER BY fact.market_cap_rank IS NULL ASC, fact.market_cap_rank ASC, fact.market_cap DESC, fact.asset_id ASC
