-- No coin moved by more than 1,000% in a day, by CoinGecko's figure or since the day before.
-- severity: warn
-- expected: <= 0
-- message: {observed} coins moved by more than 1,000% in a day. Such a move is a new listing or an error
--   of the source more often than a gain: look at them in crypto_movers.
WITH prices AS (
    SELECT
        asset_id,
        MAX(CASE WHEN snapshot_date = DATE '{{ date }}' THEN current_price END) AS price,
        MAX(CASE WHEN snapshot_date < DATE '{{ date }}' THEN current_price END) AS price_before,
        MAX(CASE WHEN snapshot_date = DATE '{{ date }}' THEN price_change_percentage_24h END) AS change
    FROM `{{ dataset }}.crypto_market_snapshot_fact`
    WHERE snapshot_date BETWEEN DATE '{{ date }}' - 1 AND DATE '{{ date }}'
    GROUP BY asset_id
)

SELECT COUNT(*) AS observed
FROM prices
WHERE change > 1000 OR (price_before > 0 AND price > 11 * price_before)
