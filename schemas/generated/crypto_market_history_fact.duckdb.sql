CREATE TABLE IF NOT EXISTS "crypto_market_history_fact" (
  "snapshot_date" DATE NOT NULL,
  "asset_id" VARCHAR NOT NULL,
  "vs_currency" VARCHAR NOT NULL,
  "price" DOUBLE,
  "market_cap" DOUBLE,
  "total_volume" DOUBLE,
  "priced_at" TIMESTAMPTZ,
  "ingested_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "crypto_market_history_fact" IS 'Daily prices of days without a snapshot, one row an asset and date, from CoinGecko''s market charts.';
COMMENT ON COLUMN "crypto_market_history_fact"."snapshot_date" IS 'The UTC day at whose start the values held; joins date_dim.date.';
COMMENT ON COLUMN "crypto_market_history_fact"."asset_id" IS 'CoinGecko''s coin id; joins crypto_asset_dim.asset_id.';
COMMENT ON COLUMN "crypto_market_history_fact"."vs_currency" IS 'The currency of every price and value of the row, such as usd.';
COMMENT ON COLUMN "crypto_market_history_fact"."price" IS 'Price of one coin, in vs_currency.';
COMMENT ON COLUMN "crypto_market_history_fact"."market_cap" IS 'Market capitalisation, in vs_currency.';
COMMENT ON COLUMN "crypto_market_history_fact"."total_volume" IS 'Traded volume of the last 24 hours, in vs_currency.';
COMMENT ON COLUMN "crypto_market_history_fact"."priced_at" IS 'The instant of the price as CoinGecko gives it: 00:00 UTC of the day.';
COMMENT ON COLUMN "crypto_market_history_fact"."ingested_at" IS 'When the answer that holds the day was fetched, UTC.';
