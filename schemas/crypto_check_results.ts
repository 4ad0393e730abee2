import type { RowOf, TableSpec } from "./table";

export const cryptoCheckResults = {
  name: "crypto_check_results",
  description: "What the checks of the data found: the newest result of each check and date.",
  primaryKey: ["snapshot_date", "check_name"],
  partitionBy: "snapshot_date",
  partitionFilter: "optional",
  orderBy: ["check_name"],
  columns: [
    {
      name: "snapshot_date",
      type: "DATE",
      required: true,
      description: "The UTC day that was checked; joins date_dim.date.",
    },
    {
      name: "check_name",
      type: "STRING",
      required: true,
      description: "The check: a file of sql/checks without its ending.",
    },
    {
      name: "severity",
      type: "STRING",
      required: true,
      description: "fail: the day should not be used; warn: a person should look at it.",
    },
    {
      name: "passed",
      type: "BOOL",
      required: true,
      description: "Whether the day is as expected.",
    },
    {
      name: "observed",
      type: "FLOAT64",
      description: "What the check counted or measured; null where it had nothing to compare.",
    },
    {
      name: "expected",
      type: "STRING",
      required: true,
      description: "What observed has to be, such as <= 0.",
    },
    {
      name: "run_at",
      type: "TIMESTAMP",
      required: true,
      description: "When the check ran, UTC.",
    },
    {
      name: "message",
      type: "STRING",
      description: "What the finding means, for a person; null where the check passed.",
    },
  ],
} as const satisfies TableSpec;

export type CheckResultRow = RowOf<typeof cryptoCheckResults>;
