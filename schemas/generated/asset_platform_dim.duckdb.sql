CREATE TABLE IF NOT EXISTS "asset_platform_dim" (
  "platform_id" VARCHAR NOT NULL,
  "chain_identifier" BIGINT,
  "name" VARCHAR,
  "shortname" VARCHAR,
  "native_asset_id" VARCHAR,
  "first_seen_date" DATE NOT NULL,
  "last_seen_date" DATE NOT NULL
);
COMMENT ON TABLE "asset_platform_dim" IS 'Every platform, which is a blockchain with contracts, that was ever listed, one row each.';
COMMENT ON COLUMN "asset_platform_dim"."platform_id" IS 'CoinGecko''s id of the platform.';
COMMENT ON COLUMN "asset_platform_dim"."chain_identifier" IS 'The chain id of an EVM chain, such as 1 for Ethereum; null for most others.';
COMMENT ON COLUMN "asset_platform_dim"."name" IS 'The platform''s name.';
COMMENT ON COLUMN "asset_platform_dim"."shortname" IS 'The platform''s short name.';
COMMENT ON COLUMN "asset_platform_dim"."native_asset_id" IS 'The coin of the platform''s own; joins crypto_asset_dim.asset_id.';
COMMENT ON COLUMN "asset_platform_dim"."first_seen_date" IS 'The least snapshot date on which the platform was listed.';
COMMENT ON COLUMN "asset_platform_dim"."last_seen_date" IS 'The greatest snapshot date on which the platform was listed.';
