-- Generated from sql/queries/rank_climbers.sql: npm run transpile.
-- The twenty coins that climbed most ranks in 30 days, of the thousand largest.
-- question: Which coins are becoming important?
-- asset_id: The coin.
-- name: Its name.
-- compared_with: The snapshot that it is compared with: the newest that is at least 30 days older, else the first.
-- rank_before: Rank by market capitalisation in that snapshot.
-- market_cap_rank: Rank in the newest snapshot.
-- ranks_climbed: Ranks gained.
-- price_change_percentage: Change of the price since then, in percent.
-- caveat: Coins that were not ranked then are newcomers: see newcomer_performance. A rank may rise because supply,
--   not price, grew.
WITH newest AS (
  SELECT
    MAX(totals.snapshot_date) AS newest_date
  FROM "crypto_market_totals" AS totals
), days AS (
  SELECT
    newest.newest_date,
    COALESCE(
      MAX(
        CASE
          WHEN totals.snapshot_date <= (
            newest.newest_date - INTERVAL '30' DAY
          )
          THEN totals.snapshot_date
        END
      ),
      MIN(totals.snapshot_date)
    ) AS compared_with
  FROM "crypto_market_totals" AS totals
  CROSS JOIN newest
  GROUP BY
    newest.newest_date
)
SELECT
  latest.asset_id,
  latest.name,
  days.compared_with,
  daily.market_cap_rank AS rank_before,
  latest.market_cap_rank,
  daily.market_cap_rank - latest.market_cap_rank AS ranks_climbed,
  100 * (
    CASE
      WHEN CAST(daily.price AS DOUBLE) <> 0
      THEN CAST(latest.current_price AS DOUBLE) / CAST(daily.price AS DOUBLE)
      ELSE NULL
    END - 1
  ) AS price_change_percentage
FROM "crypto_market_latest" AS latest
INNER JOIN days
  ON latest.snapshot_date = days.newest_date
INNER JOIN "crypto_market_daily" AS daily
  ON latest.asset_id = daily.asset_id AND days.compared_with = daily.snapshot_date
WHERE
  latest.market_cap_rank <= 1000 AND daily.market_cap_rank > latest.market_cap_rank
ORDER BY
  ranks_climbed DESC,
  latest.market_cap_rank ASC NULLS FIRST,
  latest.asset_id ASC NULLS FIRST
LIMIT 20
