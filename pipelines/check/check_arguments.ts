import type { Command } from "commander";
import { OptionValues } from "../options/option_values";
import { otherWarehouses, type Places, warehouseOf } from "../query/given_warehouse";
import type { Asked } from "../query/open_query_target";
import { readArguments } from "../query/read_arguments";

/** What to check, and where. */
export interface CheckRequest extends Asked {
  /** The days to check; the newest snapshot where none is given. */
  readonly days: readonly string[] | null;
  readonly json: boolean;
  /** Says what would be checked. */
  readonly isDryRun: boolean;
}

export type CheckCommand =
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "check"; readonly request: CheckRequest };

interface Given extends Places {
  readonly json?: true;
  readonly dryRun?: true;
  /** Read where errors are printed. */
  readonly verbose?: true;
  readonly snapshotDate?: string;
}

/** A check reads a few partitions. */
const maxBytes = 10e9;

/** @throws UsageError */
export function parseCheckArguments(argv: readonly string[]): CheckCommand {
  const read = readArguments<Given>("check", argv, describe);
  if (read.kind === "help") return read;
  const { json, dryRun, snapshotDate, verbose: _, ...given } = read.options;
  const warehouse = warehouseOf(given);
  const request = {
    warehouse,
    otherWarehouses: otherWarehouses(given, warehouse),
    maxBytes,
    days: snapshotDate === undefined ? null : daysOf(snapshotDate),
    json: json === true,
    isDryRun: dryRun === true,
  };
  return { kind: "check", request };
}

/** The days as a run's option of the same name reads them. */
function daysOf(snapshotDate: string): readonly string[] | null {
  return new OptionValues({ snapshotDate }).given("snapshotDate") ?? null;
}

function describe(command: Command): Command {
  return command
    .description(
      "Checks the data of a day in the warehouse, and keeps the results in crypto_check_results. " +
        "Exit code 1 when a check of severity fail does not pass.",
    )
    .option(
      "--snapshotDate <days>",
      "YYYY-MM-DD, FROM..TO, or several with commas (default: the newest snapshot)",
    )
    .option("--json", "one JSON object a result, a line each");
}
