-- Prices lie in the range of their own last 24 hours, which lags: none is above twice its high or below
-- half its low.
-- severity: warn
-- expected: <= 0
-- message: The prices of {observed} coins are above twice the high or below half the low of their last
--   24 hours. They may be spikes of the source: compare the next day before using them.
SELECT COUNT(*) AS observed
FROM `{{ dataset }}.crypto_market_snapshot_fact`
WHERE
    snapshot_date = DATE '{{ date }}'
    AND (
        (high_24h > 0 AND current_price > 2 * high_24h)
        OR (low_24h > 0 AND 2 * current_price < low_24h)
    )
