CREATE TABLE IF NOT EXISTS "currency_rate_fact" (
  "snapshot_date" DATE NOT NULL,
  "currency" VARCHAR NOT NULL,
  "name" VARCHAR,
  "unit" VARCHAR,
  "type" VARCHAR,
  "rate_to_btc" DOUBLE NOT NULL,
  "ingested_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "currency_rate_fact" IS 'What one bitcoin costs in every currency, one row a currency and date: between any two currencies of a date the rate is the quotient of theirs.';
COMMENT ON COLUMN "currency_rate_fact"."snapshot_date" IS 'The UTC day that the snapshot stands for; joins date_dim.date.';
COMMENT ON COLUMN "currency_rate_fact"."currency" IS 'The currency''s code, as in vs_currency, such as eur.';
COMMENT ON COLUMN "currency_rate_fact"."name" IS 'The currency''s name, such as Euro.';
COMMENT ON COLUMN "currency_rate_fact"."unit" IS 'The currency''s sign, such as €; not unique.';
COMMENT ON COLUMN "currency_rate_fact"."type" IS 'fiat, crypto or commodity.';
COMMENT ON COLUMN "currency_rate_fact"."rate_to_btc" IS 'How much of the currency one bitcoin costs; above 0.';
COMMENT ON COLUMN "currency_rate_fact"."ingested_at" IS 'When the rates were fetched, UTC.';
