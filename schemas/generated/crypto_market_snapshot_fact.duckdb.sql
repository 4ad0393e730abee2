CREATE TABLE IF NOT EXISTS "crypto_market_snapshot_fact" (
  "snapshot_date" DATE NOT NULL,
  "asset_id" VARCHAR NOT NULL,
  "vs_currency" VARCHAR NOT NULL,
  "symbol" VARCHAR,
  "name" VARCHAR,
  "current_price" DOUBLE,
  "market_cap" DOUBLE,
  "market_cap_rank" BIGINT,
  "fully_diluted_valuation" DOUBLE,
  "total_volume" DOUBLE,
  "high_24h" DOUBLE,
  "low_24h" DOUBLE,
  "price_change_24h" DOUBLE,
  "price_change_percentage_24h" DOUBLE,
  "market_cap_change_24h" DOUBLE,
  "market_cap_change_percentage_24h" DOUBLE,
  "circulating_supply" DOUBLE,
  "total_supply" DOUBLE,
  "max_supply" DOUBLE,
  "ath" DOUBLE,
  "ath_change_percentage" DOUBLE,
  "ath_date" TIMESTAMPTZ,
  "atl" DOUBLE,
  "atl_change_percentage" DOUBLE,
  "atl_date" TIMESTAMPTZ,
  "volatility" DOUBLE,
  "last_updated" TIMESTAMPTZ,
  "ingested_at" TIMESTAMPTZ NOT NULL,
  "price_change_percentage_1h" DOUBLE,
  "price_change_percentage_7d" DOUBLE,
  "price_change_percentage_14d" DOUBLE,
  "price_change_percentage_30d" DOUBLE,
  "price_change_percentage_200d" DOUBLE,
  "price_change_percentage_1y" DOUBLE,
  "market_cap_rank_with_rehypothecated" BIGINT
);
COMMENT ON TABLE "crypto_market_snapshot_fact" IS 'The crypto market, one row an asset and date, as CoinGecko''s market pages gave it.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."snapshot_date" IS 'The UTC day that the snapshot stands for; joins date_dim.date.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."asset_id" IS 'CoinGecko''s coin id; joins crypto_asset_dim.asset_id.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."vs_currency" IS 'The currency of every price and value of the row, such as usd.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."symbol" IS 'The coin''s ticker symbol; not unique.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."name" IS 'The coin''s name.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."current_price" IS 'Price of one coin, in vs_currency.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."market_cap" IS 'Market capitalisation, in vs_currency.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."market_cap_rank" IS 'Rank by market capitalisation, 1 the largest; null for an unranked coin.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."fully_diluted_valuation" IS 'Price times the largest supply there can be, in vs_currency.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."total_volume" IS 'Traded volume of the last 24 hours, in vs_currency.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."high_24h" IS 'Highest price of the last 24 hours, in vs_currency.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."low_24h" IS 'Lowest price of the last 24 hours, in vs_currency.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."price_change_24h" IS 'Change of the price in 24 hours, in vs_currency.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."price_change_percentage_24h" IS 'Change of the price in 24 hours, in percent.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."market_cap_change_24h" IS 'Change of the market capitalisation in 24 hours, in vs_currency.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."market_cap_change_percentage_24h" IS 'Change of the market capitalisation in 24 hours, in percent.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."circulating_supply" IS 'Coins in circulation; may exceed total_supply in the source.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."total_supply" IS 'Coins that exist; 0 and null both occur in the source.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."max_supply" IS 'Coins that can ever exist; null where there is no limit.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."ath" IS 'All-time high of the price, in vs_currency.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."ath_change_percentage" IS 'Change of the price since its all-time high, in percent.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."ath_date" IS 'When the all-time high was, UTC.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."atl" IS 'All-time low of the price, in vs_currency.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."atl_change_percentage" IS 'Change of the price since its all-time low, in percent.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."atl_date" IS 'When the all-time low was, UTC.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."volatility" IS 'Population standard deviation of the prices of the 7-day sparkline, in vs_currency; null where it has fewer than 2 numbers.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."last_updated" IS 'When CoinGecko last updated the coin, UTC; may be days old.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."ingested_at" IS 'When the page that holds the coin was fetched, UTC.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."price_change_percentage_1h" IS 'Change of the price in 1 hour, in percent; null for a younger coin.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."price_change_percentage_7d" IS 'Change of the price in 7 days, in percent; null for a younger coin.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."price_change_percentage_14d" IS 'Change of the price in 14 days, in percent; null for a younger coin.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."price_change_percentage_30d" IS 'Change of the price in 30 days, in percent; null for a younger coin.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."price_change_percentage_200d" IS 'Change of the price in 200 days, in percent; null for a younger coin.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."price_change_percentage_1y" IS 'Change of the price in 1 year, in percent; null for a younger coin.';
COMMENT ON COLUMN "crypto_market_snapshot_fact"."market_cap_rank_with_rehypothecated" IS 'Rank by market capitalisation among all coins, rehypothecated ones (such as wrapped and staked) included; null without includeRehypothecated.';
