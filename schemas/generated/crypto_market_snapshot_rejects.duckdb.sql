CREATE TABLE IF NOT EXISTS "crypto_market_snapshot_rejects" (
  "snapshot_date" DATE NOT NULL,
  "line" BIGINT NOT NULL,
  "pipeline" VARCHAR NOT NULL,
  "url" VARCHAR NOT NULL,
  "asset_id" VARCHAR,
  "reason" VARCHAR NOT NULL,
  "field" VARCHAR,
  "raw" VARCHAR
);
COMMENT ON TABLE "crypto_market_snapshot_rejects" IS 'Elements of the API''s answers that became no row, each with the reason.';
COMMENT ON COLUMN "crypto_market_snapshot_rejects"."snapshot_date" IS 'The UTC day that the run stood for; joins date_dim.date.';
COMMENT ON COLUMN "crypto_market_snapshot_rejects"."line" IS 'The line of rejected/<pipeline>/<date>.jsonl, from 1.';
COMMENT ON COLUMN "crypto_market_snapshot_rejects"."pipeline" IS 'The pipeline as on the command line: asset-dim, market-snapshot, market-history.';
COMMENT ON COLUMN "crypto_market_snapshot_rejects"."url" IS 'The call whose answer held the element.';
COMMENT ON COLUMN "crypto_market_snapshot_rejects"."asset_id" IS 'Its id, where it has a usable one.';
COMMENT ON COLUMN "crypto_market_snapshot_rejects"."reason" IS 'What is wrong with it.';
COMMENT ON COLUMN "crypto_market_snapshot_rejects"."field" IS 'The field that is wrong, if it is one.';
COMMENT ON COLUMN "crypto_market_snapshot_rejects"."raw" IS 'The element as it stood in the answer; the file has it whole where it is longer than a million characters.';
