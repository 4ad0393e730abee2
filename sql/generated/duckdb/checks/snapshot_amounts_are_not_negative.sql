-- Generated from sql/checks/snapshot_amounts_are_not_negative.sql: npm run transpile.
-- Prices, values, volumes and supplies are null or at least 0.
SELECT
  COALESCE(
    MIN(
      CASE
        WHEN COALESCE(current_price, 0) IS NULL
        OR COALESCE(market_cap, 0) IS NULL
        OR COALESCE(total_volume, 0) IS NULL
        OR COALESCE(circulating_supply, 0) IS NULL
        THEN NULL
        ELSE LEAST(
          COALESCE(current_price, 0),
          COALESCE(market_cap, 0),
          COALESCE(total_volume, 0),
          COALESCE(circulating_supply, 0)
        )
      END
    ),
    0
  ) >= 0 AS snapshot_amounts_are_not_negative
FROM "crypto_market_snapshot_fact"
WHERE
  snapshot_date = CAST('{{ date }}' AS DATE)
