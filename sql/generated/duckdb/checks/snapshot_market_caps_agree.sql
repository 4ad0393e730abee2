-- Generated from sql/checks/snapshot_market_caps_agree.sql: npm run transpile.
-- Market caps are about price times circulating supply: of the coins that have all three, at most 5%
-- are off by more than a tenth.
-- severity: warn
-- expected: <= 5
-- message: Of {observed}% of the coins the market cap is off price times circulating supply by more than
--   a tenth. One of the three is wrong in the source: don't rank or weigh by it unseen.
WITH compared AS (
  SELECT
    CAST(market_cap AS DOUBLE) AS market_cap,
    CAST(current_price AS DOUBLE) * CAST(circulating_supply AS DOUBLE) AS product
  FROM "crypto_market_snapshot_fact"
  WHERE
    snapshot_date = CAST('{{ date }}' AS DATE)
    AND market_cap > 0
    AND current_price > 0
    AND circulating_supply > 0
)
SELECT
  100 * CASE
    WHEN COUNT(*) <> 0
    THEN COUNT(CASE WHEN ABS(market_cap - product) > 0.1 * product THEN 1 END) / COUNT(*)
    ELSE NULL
  END AS observed
FROM compared
