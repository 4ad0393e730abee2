-- Prices, values, volumes and supplies are null or at least 0.
SELECT
    COALESCE(
        MIN(
            LEAST(
                COALESCE(current_price, 0),
                COALESCE(market_cap, 0),
                COALESCE(total_volume, 0),
                COALESCE(circulating_supply, 0)
            )
        ),
        0
    ) >= 0 AS snapshot_amounts_are_not_negative
FROM `{{ dataset }}.crypto_market_snapshot_fact`
WHERE snapshot_date = DATE '{{ date }}'
