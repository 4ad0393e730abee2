CREATE TABLE IF NOT EXISTS "crypto_market_snapshot_runs" (
  "snapshot_date" DATE NOT NULL,
  "pipeline" VARCHAR NOT NULL,
  "run_id" VARCHAR NOT NULL,
  "source" VARCHAR NOT NULL,
  "state" VARCHAR NOT NULL,
  "error" VARCHAR,
  "started_at" TIMESTAMPTZ NOT NULL,
  "finished_at" TIMESTAMPTZ NOT NULL,
  "fetched" BIGINT NOT NULL,
  "row_count" BIGINT NOT NULL,
  "duplicates" BIGINT NOT NULL,
  "rejects" BIGINT NOT NULL,
  "missing" BIGINT NOT NULL,
  "api_requests" BIGINT NOT NULL,
  "api_from_archive" BIGINT NOT NULL,
  "api_retries" BIGINT NOT NULL,
  "api_rate_limited" BIGINT NOT NULL,
  "csv_path" VARCHAR,
  "csv_bytes" BIGINT,
  "csv_sha256" VARCHAR,
  "warnings" VARCHAR
);
COMMENT ON TABLE "crypto_market_snapshot_runs" IS 'What the pipeline did: the report of the newest run of each date.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."snapshot_date" IS 'The UTC day that the run stands for; joins date_dim.date.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."pipeline" IS 'The pipeline as on the command line: date-dim, asset-dim, market-snapshot, market-history.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."run_id" IS 'Names the run; files that it wrote to Cloud Storage carry it too.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."source" IS 'Where the data came from: sample:COINS, public, demo, pro, or a URL.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."state" IS 'DONE, or FAILED: then the tables hold what they held before.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."error" IS 'Why it failed, and what to do.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."started_at" IS 'When the run began, UTC.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."finished_at" IS 'When the run''s result stood, ready to be loaded, UTC.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."fetched" IS 'Elements that came in: row_count + duplicates + rejects.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."row_count" IS 'Rows that the run made: counts.rows of the report.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."duplicates" IS 'Elements of a coin of which a later one stayed.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."rejects" IS 'Elements that became no row: see the pipeline''s table of rejects.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."missing" IS 'Coins that the coin list names and nothing gave.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."api_requests" IS 'Calls to the API, retries included.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."api_from_archive" IS 'Answers that the archive gave instead of the API.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."api_retries" IS 'Calls that were made again.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."api_rate_limited" IS 'Calls that the API put off because they were too many.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."csv_path" IS 'The CSV of the pipeline''s main table, relative to the output; null when the run wrote none.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."csv_bytes" IS 'The size of that CSV in bytes.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."csv_sha256" IS 'The SHA-256 of that CSV, in hex.';
COMMENT ON COLUMN "crypto_market_snapshot_runs"."warnings" IS 'What a person should know, one a line.';
