-- How the fifty newest coins did since they were first seen.
-- question: Does it pay to buy a coin on the day it is listed?
-- asset_id: The coin.
-- name: Its name in the newest snapshot; null for one that is gone.
-- first_seen_date: The first snapshot that has it.
-- days: Days from then to the newest snapshot.
-- first_price: Its price then, in the currency of the snapshots.
-- price: Its newest price; null for one that is gone.
-- price_change_percentage: Change since then, in percent.
-- benchmark: What it is compared with: bitcoin, or the largest coin of a market without it.
-- benchmark_change_percentage: Its change over the same days, in percent.
-- market_cap_rank: Rank in the newest snapshot; null for an unranked coin and one that is gone.
-- caveat: Coins that are gone stay in the table, so that it does not show the successful alone. First seen is the
--   first day held, not the day of the listing; coins of the first day held are left out.
WITH newcomers AS (
    SELECT
        universe.asset_id,
        MIN(universe.snapshot_date) AS first_seen_date
    FROM `{{ dataset }}.crypto_universe` AS universe
    GROUP BY universe.asset_id
),

days AS (
    SELECT
        MIN(totals.snapshot_date) AS oldest_date,
        MAX(totals.snapshot_date) AS newest_date
    FROM `{{ dataset }}.crypto_market_totals` AS totals
),

prices AS (
    SELECT
        asset_id,
        snapshot_date,
        CAST(price AS FLOAT64) AS price
    FROM `{{ dataset }}.crypto_market_daily`
    WHERE origin = 'snapshot'
),

reference AS (
    SELECT latest.asset_id
    FROM `{{ dataset }}.crypto_market_latest` AS latest
    WHERE latest.market_cap_rank IS NOT NULL
    ORDER BY latest.asset_id = 'bitcoin' DESC, latest.market_cap_rank ASC, latest.asset_id ASC
    LIMIT 1
)

SELECT
    newcomers.asset_id,
    latest.name,
    newcomers.first_seen_date,
    DATE_DIFF(days.newest_date, newcomers.first_seen_date, DAY) AS days,
    first_price.price AS first_price,
    CAST(latest.current_price AS FLOAT64) AS price,
    100 * (
        SAFE_DIVIDE(CAST(latest.current_price AS FLOAT64), first_price.price) - 1
    ) AS price_change_percentage,
    reference.asset_id AS benchmark,
    100 * (SAFE_DIVIDE(benchmark_now.price, benchmark_then.price) - 1) AS benchmark_change_percentage,
    latest.market_cap_rank
FROM newcomers
INNER JOIN days ON newcomers.first_seen_date > days.oldest_date
INNER JOIN prices AS first_price
    ON newcomers.asset_id = first_price.asset_id AND newcomers.first_seen_date = first_price.snapshot_date
LEFT JOIN `{{ dataset }}.crypto_market_latest` AS latest ON newcomers.asset_id = latest.asset_id
CROSS JOIN reference
LEFT JOIN prices AS benchmark_then
    ON
        newcomers.first_seen_date = benchmark_then.snapshot_date
        AND reference.asset_id = benchmark_then.asset_id
LEFT JOIN prices AS benchmark_now
    ON days.newest_date = benchmark_now.snapshot_date AND reference.asset_id = benchmark_now.asset_id
ORDER BY
    newcomers.first_seen_date DESC,
    latest.market_cap_rank IS NULL ASC,
    latest.market_cap_rank ASC,
    newcomers.asset_id ASC
LIMIT 50
