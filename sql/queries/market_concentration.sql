-- How concentrated the market is, day by day.
-- question: Is the market's value spreading over more coins, or gathering in fewer?
-- snapshot_date: The day.
-- coins: Coins with a market capitalisation.
-- herfindahl_index: Herfindahl-Hirschman index: the sum of the squared shares in percent; 10,000 for one coin alone.
-- effective_coins: Coins of equal size that would give the same index.
-- largest_share: Share of the largest coin, in percent.
-- caveat: Wrapped and staked coins count beside the coins behind them, which lowers the index.
WITH shares AS (
    SELECT
        snapshot_date,
        100 * SAFE_DIVIDE(
            CAST(market_cap AS FLOAT64),
            SUM(CAST(market_cap AS FLOAT64)) OVER (PARTITION BY snapshot_date)
        ) AS market_share
    FROM `{{ dataset }}.crypto_market_daily`
    WHERE origin = 'snapshot' AND market_cap > 0
)

SELECT
    snapshot_date,
    COUNT(*) AS coins,
    SUM(market_share * market_share) AS herfindahl_index,
    SAFE_DIVIDE(10000, SUM(market_share * market_share)) AS effective_coins,
    MAX(market_share) AS largest_share
FROM shares
GROUP BY snapshot_date
ORDER BY snapshot_date DESC
