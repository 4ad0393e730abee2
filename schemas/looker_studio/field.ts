import type { ColumnType } from "../table";
import type { ViewColumn } from "../views/view";

/** What a column of a view is in Looker Studio. */
export interface Field {
  /** Looker Studio's name of the type. */
  readonly type: string;
  readonly role: "dimension" | "metric";
  /** How a metric is summed up where a chart shows several rows as one. */
  readonly aggregation: "Sum" | "Average" | "None";
}

const types: Readonly<Record<ColumnType, string>> = {
  STRING: "Text",
  BOOL: "Boolean",
  DATE: "Date",
  TIMESTAMP: "Date & Time",
  INT64: "Number",
  FLOAT64: "Number",
  BIGNUMERIC: "Number",
};

/** Numbers that name or order something: Looker Studio would add them up. */
export const namingNumbers: readonly string[] = [
  ...["market_cap_rank", "market_cap_rank_with_rehypothecated", "last_market_cap_rank"],
  ...["volatility_rank", "window_days", "iso_year", "week_of_year", "line"],
];

/** Numbers of which the sum over a day's rows means something. */
export const additiveNumbers: readonly string[] = [
  ...["market_cap", "total_volume", "coins", "days_seen", "missing", "rejects"],
  ...["fetched", "row_count", "duplicates", "csv_bytes"],
  ...["api_requests", "api_from_archive", "api_retries", "api_rate_limited"],
];

export function fieldOf({ name, type }: Pick<ViewColumn, "name" | "type">): Field {
  if (types[type] !== "Number" || namingNumbers.includes(name)) {
    return { type: types[type], role: "dimension", aggregation: "None" };
  }
  const aggregation = additiveNumbers.includes(name) ? "Sum" : "Average";
  return { type: types[type], role: "metric", aggregation };
}
