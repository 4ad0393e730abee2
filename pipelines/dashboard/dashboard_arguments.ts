import type { Command } from "commander";
import { isDay } from "../core/day";
import { UsageError } from "../options/usage_error";
import { folderOf, otherWarehouses, type Places, warehouseOf } from "../query/given_warehouse";
import { maxBytesOption } from "../query/max_bytes";
import type { Asked } from "../query/open_query_target";
import { readArguments } from "../query/read_arguments";
import type { DayRange } from "./table_reader";

export type DashboardCommand =
  | { readonly kind: "help"; readonly text: string }
  | {
      readonly kind: "make";
      readonly asked: Asked;
      readonly output: string;
      readonly range: DayRange;
      /** Says what would be made. */
      readonly isDryRun: boolean;
      readonly json: boolean;
    };

/** All days that a warehouse can hold. */
export const allDays: DayRange = { from: "0001-01-01", to: "9999-12-31" };

interface Given extends Places {
  readonly startDate?: string;
  readonly endDate?: string;
  readonly dryRun?: true;
  readonly json?: true;
  readonly maxBytes: number;
  /** Read where errors are printed. */
  readonly verbose?: true;
}

/** @throws UsageError */
export function parseDashboardArguments(argv: readonly string[]): DashboardCommand {
  const read = readArguments<Given>("dashboard", argv, describe);
  if (read.kind === "help") return read;
  const { startDate, endDate, maxBytes, dryRun, json, verbose: _, ...given } = read.options;
  const from = day("startDate", startDate) ?? allDays.from;
  const to = day("endDate", endDate) ?? allDays.to;
  if (from > to) {
    throw new UsageError(`--startDate=${from} is after --endDate=${to}: swap them.`);
  }
  const warehouse = warehouseOf(given);
  return {
    kind: "make",
    asked: { warehouse, otherWarehouses: otherWarehouses(given, warehouse), maxBytes },
    output: folderOf(given),
    range: { from, to },
    isDryRun: dryRun === true,
    json: json === true,
  };
}

function day(name: string, text: string | undefined): string | undefined {
  if (text === undefined || isDay(text)) return text;
  throw new UsageError(`--${name}=${text}: expected a date, YYYY-MM-DD.`);
}

function describe(command: Command): Command {
  return command
    .description(
      "Writes dashboard.html, one page that shows the market and needs no network, from a warehouse, in which it changes nothing.",
    )
    .option("--startDate <day>", "the first day shown (default: the first held)")
    .option("--endDate <day>", "the last day shown (default: the newest held)")
    .option("--json", "with --dryRun: one JSON document")
    .addOption(maxBytesOption());
}
