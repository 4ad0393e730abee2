import { days } from "./days";
import { day, flag } from "./forms";
import { mostHistoryDays } from "./limits";
import type { OptionGroup } from "./option_spec";

export const dateOptions = {
  snapshotDate: {
    values: "YYYY-MM-DD|FROM..TO|A,B,C",
    defaultHelp: "today, UTC",
    examples: ["2026-01-02", "2026-01-01..2026-01-31", "2026-01-02,2026-01-05"],
    help: "The UTC day that the run stands for, or several, which one job makes. A repeat replaces a day; of several it makes those that are not done, or whose answers have changed.",
    schema: days,
  },
  onlyArchived: {
    default: "false",
    help: "Of several days make those that the archive has answers of.",
    pipelines: ["market-snapshot", "asset-dim"],
    schema: flag,
  },
  startDate: {
    values: "YYYY-MM-DD",
    default: "2020-01-01",
    defaultsBy: {
      "market-history": `${mostHistoryDays} days up to endDate, or as many as the plan allows`,
    },
    help: "First day of the calendar, or of the history.",
    pipelines: ["date-dim", "market-history"],
    schema: day,
  },
  endDate: {
    values: "YYYY-MM-DD",
    default: "2030-12-31",
    defaultsBy: { "market-history": "yesterday, UTC" },
    help: "Last day of the calendar, at most about 1,000 years after the first, or of the history.",
    pipelines: ["date-dim", "market-history"],
    schema: day,
  },
} as const satisfies OptionGroup;

/** The days of date_dim. */
export interface Calendar {
  readonly startDate: string;
  readonly endDate: string;
}

/** The calendar that was asked for. */
export function calendarOf({
  startDate = dateOptions.startDate.default,
  endDate = dateOptions.endDate.default,
}: {
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
}): Calendar {
  return { startDate, endDate };
}
