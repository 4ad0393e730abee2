CREATE TABLE IF NOT EXISTS "crypto_category_fact" (
  "snapshot_date" DATE NOT NULL,
  "category_id" VARCHAR NOT NULL,
  "name" VARCHAR,
  "market_cap" DOUBLE,
  "market_cap_change_24h" DOUBLE,
  "total_volume" DOUBLE,
  "top_3_asset_ids" VARCHAR,
  "updated_at" TIMESTAMPTZ,
  "ingested_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "crypto_category_fact" IS 'CoinGecko''s categories of coins with their totals, one row a category and date, in usd.';
COMMENT ON COLUMN "crypto_category_fact"."snapshot_date" IS 'The UTC day that the snapshot stands for; joins date_dim.date.';
COMMENT ON COLUMN "crypto_category_fact"."category_id" IS 'CoinGecko''s category id, such as layer-1: what --coins=category:ID takes.';
COMMENT ON COLUMN "crypto_category_fact"."name" IS 'The category''s name; crypto_asset_dim has these names in category and categories.';
COMMENT ON COLUMN "crypto_category_fact"."market_cap" IS 'Market capitalisation of the category''s coins, in usd whatever vs_currency is.';
COMMENT ON COLUMN "crypto_category_fact"."market_cap_change_24h" IS 'Change of the market capitalisation in 24 hours, in percent.';
COMMENT ON COLUMN "crypto_category_fact"."total_volume" IS 'Traded volume of the category''s coins in the last 24 hours, in usd whatever vs_currency is.';
COMMENT ON COLUMN "crypto_category_fact"."top_3_asset_ids" IS 'The ids of the category''s three largest coins, separated by |; a | in an id is written /.';
COMMENT ON COLUMN "crypto_category_fact"."updated_at" IS 'When CoinGecko last updated the category, UTC.';
COMMENT ON COLUMN "crypto_category_fact"."ingested_at" IS 'When the categories were fetched, UTC.';
