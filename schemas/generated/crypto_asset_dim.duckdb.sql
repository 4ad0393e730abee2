CREATE TABLE IF NOT EXISTS "crypto_asset_dim" (
  "asset_id" VARCHAR NOT NULL,
  "symbol" VARCHAR,
  "name" VARCHAR,
  "launch_date" DATE,
  "category" VARCHAR,
  "categories" VARCHAR,
  "asset_platform_id" VARCHAR,
  "hashing_algorithm" VARCHAR,
  "country_origin" VARCHAR,
  "homepage_url" VARCHAR,
  "image_url" VARCHAR,
  "market_cap_rank" BIGINT,
  "first_seen_date" DATE NOT NULL,
  "last_seen_date" DATE NOT NULL,
  "is_active" BOOLEAN NOT NULL,
  "details_updated_at" TIMESTAMPTZ,
  "last_checked_date" DATE
);
COMMENT ON TABLE "crypto_asset_dim" IS 'Every asset that was ever seen, one row each; a coin that left the market stays, inactive.';
COMMENT ON COLUMN "crypto_asset_dim"."asset_id" IS 'CoinGecko''s coin id.';
COMMENT ON COLUMN "crypto_asset_dim"."symbol" IS 'The coin''s ticker symbol; not unique.';
COMMENT ON COLUMN "crypto_asset_dim"."name" IS 'The coin''s name.';
COMMENT ON COLUMN "crypto_asset_dim"."launch_date" IS 'The day of the first block: CoinGecko''s genesis_date.';
COMMENT ON COLUMN "crypto_asset_dim"."category" IS 'The first of the coin''s categories.';
COMMENT ON COLUMN "crypto_asset_dim"."categories" IS 'All the coin''s categories, separated by |; a | in a name is written /.';
COMMENT ON COLUMN "crypto_asset_dim"."asset_platform_id" IS 'The platform on which a token lives; null for a chain''s own coin.';
COMMENT ON COLUMN "crypto_asset_dim"."hashing_algorithm" IS 'The hashing algorithm of a mined coin.';
COMMENT ON COLUMN "crypto_asset_dim"."country_origin" IS 'The country of origin, as CoinGecko gives it.';
COMMENT ON COLUMN "crypto_asset_dim"."homepage_url" IS 'The first homepage of the coin.';
COMMENT ON COLUMN "crypto_asset_dim"."image_url" IS 'The coin''s logo.';
COMMENT ON COLUMN "crypto_asset_dim"."market_cap_rank" IS 'Rank by market capitalisation on last_seen_date; null for an inactive coin.';
COMMENT ON COLUMN "crypto_asset_dim"."first_seen_date" IS 'The least snapshot date that saw the coin.';
COMMENT ON COLUMN "crypto_asset_dim"."last_seen_date" IS 'The greatest snapshot date that saw the coin.';
COMMENT ON COLUMN "crypto_asset_dim"."is_active" IS 'Whether the newest run that looked for the coin saw it.';
COMMENT ON COLUMN "crypto_asset_dim"."details_updated_at" IS 'When the details (launch date to homepage) were last fetched, UTC; null where they never were.';
COMMENT ON COLUMN "crypto_asset_dim"."last_checked_date" IS 'The greatest snapshot date of a run that looked for the coin.';
