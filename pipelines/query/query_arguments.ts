import { Option } from "commander";
import {
  chooseWarehouse,
  parseWith,
  type WarehouseChoice,
  warehouseCommand,
} from "./warehouse_arguments";

export type Format = "table" | "json" | "csv";

/** A query, of which the SQL or the name is left out when the names are to be listed. */
export interface Query extends WarehouseChoice {
  /** SQL, or the name of a query. */
  readonly text: string;
  readonly format: Format;
}

export type QueryCommand =
  | { readonly kind: "help"; readonly text: string }
  /** Prints what can be asked by name. */
  | { readonly kind: "list" }
  | { readonly kind: "query"; readonly query: Query };

/** @throws UsageError */
export function parseQueryArguments(argv: readonly string[]): QueryCommand {
  const parsed = parseWith(makeCommand(), argv);
  if ("help" in parsed) return { kind: "help", text: parsed.help };
  const { args, given } = parsed;
  const text = args[0]?.trim() ?? "";
  const choice = chooseWarehouse(given);
  if (text === "") return { kind: "list" };
  const format = given.json === true ? "json" : given.csv === true ? "csv" : "table";
  return { kind: "query", query: { ...choice, text, format } };
}

function makeCommand() {
  return warehouseCommand("query")
    .description(
      "Asks the warehouse, and changes nothing in it. Without SQL or NAME: lists the names.",
    )
    .argument("[SQL|NAME]", "a SELECT, or a query's name")
    .option("--json", "one JSON object a row, a line each")
    .addOption(new Option("--csv", "CSV with a header").conflicts("json"));
}
