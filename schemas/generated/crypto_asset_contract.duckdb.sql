CREATE TABLE IF NOT EXISTS "crypto_asset_contract" (
  "platform_id" VARCHAR NOT NULL,
  "contract_address" VARCHAR NOT NULL,
  "contract_address_key" VARCHAR NOT NULL,
  "asset_id" VARCHAR NOT NULL,
  "first_seen_date" DATE NOT NULL,
  "last_seen_date" DATE NOT NULL,
  "is_active" BOOLEAN NOT NULL,
  "last_checked_date" DATE NOT NULL
);
COMMENT ON TABLE "crypto_asset_contract" IS 'Every contract that an asset was ever seen with: an address that passed from one asset to another has a row of each.';
COMMENT ON COLUMN "crypto_asset_contract"."platform_id" IS 'The platform on which the contract is; joins asset_platform_dim.platform_id, which may lack it.';
COMMENT ON COLUMN "crypto_asset_contract"."contract_address" IS 'The contract''s address, as CoinGecko gave it on last_seen_date.';
COMMENT ON COLUMN "crypto_asset_contract"."contract_address_key" IS 'For joins: the address in lower case where it has the form of EVM chains (0x and 40 hex digits, in which case is but a checksum), else as given.';
COMMENT ON COLUMN "crypto_asset_contract"."asset_id" IS 'CoinGecko''s coin id; joins crypto_asset_dim.asset_id.';
COMMENT ON COLUMN "crypto_asset_contract"."first_seen_date" IS 'The least snapshot date that saw the asset with the contract.';
COMMENT ON COLUMN "crypto_asset_contract"."last_seen_date" IS 'The greatest snapshot date that saw the asset with the contract.';
COMMENT ON COLUMN "crypto_asset_contract"."is_active" IS 'Whether the newest run that read the asset''s contracts saw this one.';
COMMENT ON COLUMN "crypto_asset_contract"."last_checked_date" IS 'The greatest snapshot date of a run that read the asset''s contracts.';
