import { type Command, Option } from "commander";
import { UsageError } from "../options/usage_error";
import { otherWarehouses, type Places, warehouseOf } from "./given_warehouse";
import type { Asked } from "./open_query_target";
import { readArguments } from "./read_arguments";

export type Format = "table" | "json" | "csv";

/** A query, of which the SQL or the name is left out when the names are to be listed. */
export interface Query extends Asked {
  /** SQL, or the name of a query. */
  readonly text: string;
  readonly format: Format;
}

export type QueryCommand =
  | { readonly kind: "help"; readonly text: string }
  /** Prints what can be asked by name. */
  | { readonly kind: "list" }
  | { readonly kind: "query"; readonly query: Query };

interface Given extends Places {
  readonly json?: true;
  readonly csv?: true;
  /** Read where errors are printed. */
  readonly verbose?: true;
  readonly maxBytes: number;
}

/** @throws UsageError */
export function parseQueryArguments(argv: readonly string[]): QueryCommand {
  const read = readArguments<Given>("query", argv, describe);
  if (read.kind === "help") return read;
  const { json, csv, maxBytes, verbose: _, ...given } = read.options;
  const text = read.texts[0]?.trim() ?? "";
  const warehouse = warehouseOf(given);
  if (text === "") return { kind: "list" };
  const format = json ? "json" : csv ? "csv" : "table";
  const others = otherWarehouses(given, warehouse);
  return { kind: "query", query: { text, warehouse, otherWarehouses: others, format, maxBytes } };
}

function describe(command: Command): Command {
  return command
    .description(
      "Asks the warehouse, and changes nothing in it. Without SQL or NAME: lists the names.",
    )
    .argument("[SQL|NAME]", "a SELECT, or a query's name")
    .option("--json", "one JSON object a row, a line each")
    .addOption(new Option("--csv", "CSV with a header").conflicts("json"))
    .addOption(
      new Option("--maxBytes <size>", "BigQuery: refuse to read more")
        .argParser(bytes)
        .default(10e9, "10GB"),
    );
}

const units: Readonly<Record<string, number>> = { "": 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

function bytes(text: string): number {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)B?$/i.exec(text) ?? [];
  const size = Number(digits) * (units[unit.toUpperCase()] ?? NaN);
  if (Number.isNaN(size) || size < 1) {
    throw new UsageError(`--maxBytes=${text}: expected a size, such as 500MB or 10GB.`);
  }
  return Math.floor(size);
}
