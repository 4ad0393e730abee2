import { day, flag } from "./forms";
import { days } from "./days";
import type { OptionGroup } from "./option_spec";
import { apiPipelines } from "./pipeline_spec";

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
    pipelines: apiPipelines,
    schema: flag,
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
