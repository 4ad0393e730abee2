import { day } from "./forms";
import type { OptionGroup } from "./option_spec";

export const dateOptions = {
  snapshotDate: {
    values: "YYYY-MM-DD",
    defaultHelp: "today, UTC",
    help: "The UTC day that the run stands for. A repeat replaces that day.",
    schema: day,
  },
  startDate: {
    values: "YYYY-MM-DD",
    default: "2020-01-01",
    help: "First day of the calendar.",
    pipelines: ["date-dim"],
    schema: day,
  },
  endDate: {
    values: "YYYY-MM-DD",
    default: "2030-12-31",
    help: "Last day of the calendar, at most about 1,000 years after the first.",
    pipelines: ["date-dim"],
    schema: day,
  },
} as const satisfies OptionGroup;
