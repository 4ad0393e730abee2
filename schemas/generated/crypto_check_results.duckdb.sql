CREATE TABLE IF NOT EXISTS "crypto_check_results" (
  "snapshot_date" DATE NOT NULL,
  "check_name" VARCHAR NOT NULL,
  "severity" VARCHAR NOT NULL,
  "passed" BOOLEAN NOT NULL,
  "observed" DOUBLE,
  "expected" VARCHAR NOT NULL,
  "run_at" TIMESTAMPTZ NOT NULL,
  "message" VARCHAR
);
COMMENT ON TABLE "crypto_check_results" IS 'What the checks of the data found: the newest result of each check and date.';
COMMENT ON COLUMN "crypto_check_results"."snapshot_date" IS 'The UTC day that was checked; joins date_dim.date.';
COMMENT ON COLUMN "crypto_check_results"."check_name" IS 'The check: a file of sql/checks without its ending.';
COMMENT ON COLUMN "crypto_check_results"."severity" IS 'fail: the day should not be used; warn: a person should look at it.';
COMMENT ON COLUMN "crypto_check_results"."passed" IS 'Whether the day is as expected.';
COMMENT ON COLUMN "crypto_check_results"."observed" IS 'What the check counted or measured; null where it had nothing to compare.';
COMMENT ON COLUMN "crypto_check_results"."expected" IS 'What observed has to be, such as <= 0.';
COMMENT ON COLUMN "crypto_check_results"."run_at" IS 'When the check ran, UTC.';
COMMENT ON COLUMN "crypto_check_results"."message" IS 'What the finding means, for a person; null where the check passed.';
