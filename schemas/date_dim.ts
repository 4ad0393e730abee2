import type { RowOf, TableSpec } from "./table";

export const dateDim = {
  name: "date_dim",
  description: "The calendar, one row a day; weeks and weekdays as in ISO 8601.",
  primaryKey: ["date"],
  orderBy: ["date"],
  csv: "dimensions/date_dim.csv",
  columns: [
    { name: "date", type: "DATE", required: true, description: "The day." },
    { name: "year", type: "INT64", required: true, description: "Calendar year." },
    { name: "quarter", type: "INT64", required: true, description: "Quarter, 1 to 4." },
    { name: "month", type: "INT64", required: true, description: "Month, 1 to 12." },
    {
      name: "month_name",
      type: "STRING",
      required: true,
      description: "Month in English, January to December.",
    },
    { name: "day", type: "INT64", required: true, description: "Day of the month, 1 to 31." },
    {
      name: "day_of_week",
      type: "STRING",
      required: true,
      description: "Weekday in English, Monday to Sunday.",
    },
    {
      name: "day_of_week_number",
      type: "INT64",
      required: true,
      description: "Weekday as in ISO 8601, Monday 1 to Sunday 7.",
    },
    {
      name: "day_of_year",
      type: "INT64",
      required: true,
      description: "Day of the year, 1 to 366.",
    },
    {
      name: "iso_year",
      type: "INT64",
      required: true,
      description: "The year to which the ISO week belongs.",
    },
    {
      name: "week_of_year",
      type: "INT64",
      required: true,
      description: "Week as in ISO 8601, 1 to 53.",
    },
    {
      name: "is_weekend",
      type: "BOOL",
      required: true,
      description: "Whether the day is a Saturday or Sunday.",
    },
    {
      name: "is_month_start",
      type: "BOOL",
      required: true,
      description: "Whether the day is the first of its month.",
    },
    {
      name: "is_month_end",
      type: "BOOL",
      required: true,
      description: "Whether the day is the last of its month.",
    },
    // Nullable as every column that a later version adds: older CSVs and tables lack them.
    {
      name: "iso_week_start",
      type: "DATE",
      description: "Monday of the day's ISO week; may lie in the month or year before.",
    },
    {
      name: "month_start",
      type: "DATE",
      description: "First day of the month.",
    },
    {
      name: "quarter_start",
      type: "DATE",
      description: "First day of the quarter.",
    },
    { name: "year_month", type: "STRING", description: "Year and month, YYYY-MM." },
    { name: "days_in_month", type: "INT64", description: "Days of the month, 28 to 31." },
  ],
} as const satisfies TableSpec;

export type DateRow = RowOf<typeof dateDim>;
