import { type Command, Option } from "commander";
import { otherWarehouses, type Places, warehouseOf } from "./given_warehouse";
import { maxBytesOption } from "./max_bytes";
import type { Asked } from "./open_query_target";
import { readArguments } from "./read_arguments";

export type Format = "table" | "json" | "csv";

/** A query, of which the SQL or the name is left out when the names are to be listed. */
export interface Query extends Asked {
  /** SQL, or the name of a query. */
  readonly text: string;
  readonly format: Format;
  /** Checks it, and says what would be asked. */
  readonly isDryRun: boolean;
}

export type QueryCommand =
  | { readonly kind: "help"; readonly text: string }
  /** Prints what can be asked by name. */
  | { readonly kind: "list" }
  | { readonly kind: "query"; readonly query: Query };

interface Given extends Places {
  readonly json?: true;
  readonly csv?: true;
  readonly dryRun?: true;
  /** Read where errors are printed. */
  readonly verbose?: true;
  readonly maxBytes: number;
}

/** @throws UsageError */
export function parseQueryArguments(argv: readonly string[]): QueryCommand {
  const read = readArguments<Given>("query", argv, describe);
  if (read.kind === "help") return read;
  const { json, csv, dryRun, maxBytes, verbose: _, ...given } = read.options;
  const text = read.texts[0]?.trim() ?? "";
  const warehouse = warehouseOf(given);
  if (text === "") return { kind: "list" };
  const format = json ? "json" : csv ? "csv" : "table";
  const others = otherWarehouses(given, warehouse);
  const asked = { warehouse, otherWarehouses: others, maxBytes };
  return { kind: "query", query: { ...asked, text, format, isDryRun: dryRun === true } };
}

function describe(command: Command): Command {
  return command
    .description(
      "Asks the warehouse, and changes nothing in it. Without SQL or NAME: lists the questions and views.",
    )
    .argument("[SQL|NAME]", "a SELECT, or the name of a question or view")
    .option("--json", "one JSON object a row, a line each")
    .addOption(new Option("--csv", "CSV with a header").conflicts("json"))
    .addOption(maxBytesOption());
}
