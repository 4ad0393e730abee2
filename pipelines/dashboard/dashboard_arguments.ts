import { isDay } from "../core/day";
import { UsageError } from "../options/usage_error";
import {
  chooseWarehouse,
  folderOf,
  parseWith,
  type WarehouseChoice,
  warehouseCommand,
} from "../query/warehouse_arguments";
import type { DayRange } from "./table_reader";

export type DashboardCommand =
  | { readonly kind: "help"; readonly text: string }
  | {
      readonly kind: "make";
      readonly choice: WarehouseChoice;
      readonly output: string;
      readonly range: DayRange;
    };

/** All days that a warehouse can hold. */
export const allDays: DayRange = { from: "0001-01-01", to: "9999-12-31" };

/** @throws UsageError */
export function parseDashboardArguments(argv: readonly string[]): DashboardCommand {
  const parsed = parseWith(makeCommand(), argv);
  if ("help" in parsed) return { kind: "help", text: parsed.help };
  const { given } = parsed;
  const from = day("startDate", given.startDate) ?? allDays.from;
  const to = day("endDate", given.endDate) ?? allDays.to;
  if (from > to) {
    throw new UsageError(`--startDate=${from} is after --endDate=${to}: swap them.`);
  }
  return {
    kind: "make",
    choice: chooseWarehouse(given),
    output: folderOf(given),
    range: { from, to },
  };
}

function day(name: string, text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  if (isDay(text)) return text;
  throw new UsageError(`--${name}=${text}: expected a date, YYYY-MM-DD.`);
}

function makeCommand() {
  return warehouseCommand("dashboard")
    .description(
      "Writes dashboard.html, one page that shows the market and needs no network, from a warehouse, in which it changes nothing.",
    )
    .option("--startDate <day>", "the first day shown (default: the first held)")
    .option("--endDate <day>", "the last day shown (default: the newest held)");
}
