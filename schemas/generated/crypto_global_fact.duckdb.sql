CREATE TABLE IF NOT EXISTS "crypto_global_fact" (
  "snapshot_date" DATE NOT NULL,
  "vs_currency" VARCHAR NOT NULL,
  "total_market_cap" DOUBLE,
  "total_volume" DOUBLE,
  "market_cap_change_percentage_24h" DOUBLE,
  "active_cryptocurrencies" BIGINT,
  "markets" BIGINT,
  "upcoming_icos" BIGINT,
  "ongoing_icos" BIGINT,
  "ended_icos" BIGINT,
  "bitcoin_dominance" DOUBLE,
  "ethereum_dominance" DOUBLE,
  "updated_at" TIMESTAMPTZ,
  "ingested_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "crypto_global_fact" IS 'The totals of the whole crypto market, one row a date, as CoinGecko''s /global gave them.';
COMMENT ON COLUMN "crypto_global_fact"."snapshot_date" IS 'The UTC day that the snapshot stands for; joins date_dim.date.';
COMMENT ON COLUMN "crypto_global_fact"."vs_currency" IS 'The currency of total_market_cap and total_volume, such as usd.';
COMMENT ON COLUMN "crypto_global_fact"."total_market_cap" IS 'Market capitalisation of all coins, in vs_currency; null where CoinGecko has no total in it.';
COMMENT ON COLUMN "crypto_global_fact"."total_volume" IS 'Traded volume of all coins in the last 24 hours, in vs_currency; null where CoinGecko has no total in it.';
COMMENT ON COLUMN "crypto_global_fact"."market_cap_change_percentage_24h" IS 'Change of the total market capitalisation in 24 hours, in percent; measured in usd, whatever vs_currency is.';
COMMENT ON COLUMN "crypto_global_fact"."active_cryptocurrencies" IS 'How many coins are active.';
COMMENT ON COLUMN "crypto_global_fact"."markets" IS 'How many exchanges CoinGecko tracks.';
COMMENT ON COLUMN "crypto_global_fact"."upcoming_icos" IS 'How many initial coin offerings are to come.';
COMMENT ON COLUMN "crypto_global_fact"."ongoing_icos" IS 'How many initial coin offerings are open.';
COMMENT ON COLUMN "crypto_global_fact"."ended_icos" IS 'How many initial coin offerings have ended.';
COMMENT ON COLUMN "crypto_global_fact"."bitcoin_dominance" IS 'Bitcoin''s share of the total market capitalisation, in percent.';
COMMENT ON COLUMN "crypto_global_fact"."ethereum_dominance" IS 'Ether''s share of the total market capitalisation, in percent.';
COMMENT ON COLUMN "crypto_global_fact"."updated_at" IS 'When CoinGecko last updated the totals, UTC.';
COMMENT ON COLUMN "crypto_global_fact"."ingested_at" IS 'When the totals were fetched, UTC.';
