-- Prices, values, volumes and supplies are null or at least 0.
-- severity: fail
-- expected: <= 0
-- message: {observed} coins have a negative price, value, volume or supply. Look at them before using
--   the day's sums; run market-snapshot with --refresh if the source has corrected them.
SELECT COUNT(*) AS observed
FROM `{{ dataset }}.crypto_market_snapshot_fact`
WHERE
    snapshot_date = DATE '{{ date }}'
    AND (current_price < 0 OR market_cap < 0 OR total_volume < 0 OR circulating_supply < 0)
