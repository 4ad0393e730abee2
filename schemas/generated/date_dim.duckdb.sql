CREATE TABLE IF NOT EXISTS "date_dim" (
  "date" DATE NOT NULL,
  "year" BIGINT NOT NULL,
  "quarter" BIGINT NOT NULL,
  "month" BIGINT NOT NULL,
  "month_name" VARCHAR NOT NULL,
  "day" BIGINT NOT NULL,
  "day_of_week" VARCHAR NOT NULL,
  "day_of_week_number" BIGINT NOT NULL,
  "day_of_year" BIGINT NOT NULL,
  "iso_year" BIGINT NOT NULL,
  "week_of_year" BIGINT NOT NULL,
  "is_weekend" BOOLEAN NOT NULL,
  "is_month_start" BOOLEAN NOT NULL,
  "is_month_end" BOOLEAN NOT NULL,
  "iso_week_start" DATE,
  "month_start" DATE,
  "quarter_start" DATE,
  "year_month" VARCHAR,
  "days_in_month" BIGINT
);
COMMENT ON TABLE "date_dim" IS 'The calendar, one row a day; weeks and weekdays as in ISO 8601.';
COMMENT ON COLUMN "date_dim"."date" IS 'The day.';
COMMENT ON COLUMN "date_dim"."year" IS 'Calendar year.';
COMMENT ON COLUMN "date_dim"."quarter" IS 'Quarter, 1 to 4.';
COMMENT ON COLUMN "date_dim"."month" IS 'Month, 1 to 12.';
COMMENT ON COLUMN "date_dim"."month_name" IS 'Month in English, January to December.';
COMMENT ON COLUMN "date_dim"."day" IS 'Day of the month, 1 to 31.';
COMMENT ON COLUMN "date_dim"."day_of_week" IS 'Weekday in English, Monday to Sunday.';
COMMENT ON COLUMN "date_dim"."day_of_week_number" IS 'Weekday as in ISO 8601, Monday 1 to Sunday 7.';
COMMENT ON COLUMN "date_dim"."day_of_year" IS 'Day of the year, 1 to 366.';
COMMENT ON COLUMN "date_dim"."iso_year" IS 'The year to which the ISO week belongs.';
COMMENT ON COLUMN "date_dim"."week_of_year" IS 'Week as in ISO 8601, 1 to 53.';
COMMENT ON COLUMN "date_dim"."is_weekend" IS 'Whether the day is a Saturday or Sunday.';
COMMENT ON COLUMN "date_dim"."is_month_start" IS 'Whether the day is the first of its month.';
COMMENT ON COLUMN "date_dim"."is_month_end" IS 'Whether the day is the last of its month.';
COMMENT ON COLUMN "date_dim"."iso_week_start" IS 'Monday of the day''s ISO week; may lie in the month or year before.';
COMMENT ON COLUMN "date_dim"."month_start" IS 'First day of the month.';
COMMENT ON COLUMN "date_dim"."quarter_start" IS 'First day of the quarter.';
COMMENT ON COLUMN "date_dim"."year_month" IS 'Year and month, YYYY-MM.';
COMMENT ON COLUMN "date_dim"."days_in_month" IS 'Days of the month, 28 to 31.';
