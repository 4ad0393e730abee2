import { Command, CommanderError, Option } from "commander";
import { optionName } from "../options/option_name";
import type { GivenOptions } from "../options/options";
import { parseOptions } from "../options/parse_options";
import { UsageError } from "../options/usage_error";
import { places } from "../run/run";

export type Format = "table" | "json" | "csv";

/** A query, of which the SQL or the name is left out when the names are to be listed. */
export interface Query {
  /** SQL, or the name of a query. */
  readonly text: string;
  readonly warehouse: string;
  /** Default warehouses of other sources, where nothing but a default names this one. */
  readonly otherWarehouses: readonly string[];
  readonly format: Format;
  /** BigQuery refuses a query that would read more. */
  readonly maxBytes: number;
}

export type QueryCommand =
  | { readonly kind: "help"; readonly text: string }
  /** Prints what can be asked by name. */
  | { readonly kind: "list" }
  | { readonly kind: "query"; readonly query: Query };

/** The options that a run has too: they mean the same here. */
type Places = Pick<GivenOptions, "source" | "output" | "warehouse">;

interface Given extends Places {
  readonly json?: true;
  readonly csv?: true;
  /** Read where errors are printed. */
  readonly verbose?: true;
  readonly maxBytes: number;
}

/** @throws UsageError */
export function parseQueryArguments(argv: readonly string[]): QueryCommand {
  let help = "";
  const command = makeCommand((text) => (help += text));
  try {
    command.parse(argv.map(withCamelCaseName), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "help", text: help };
    const line = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    throw new UsageError(`query: ${line.replace(/\.?$/, ".")} See query --help.`);
  }
  const { json, csv, maxBytes, verbose: _, ...given } = command.opts<Given>();
  const text = command.args[0]?.trim() ?? "";
  const warehouse = warehouseOf(given);
  if (text === "") return { kind: "list" };
  const format = json ? "json" : csv ? "csv" : "table";
  const otherWarehouses = others(given, warehouse);
  return { kind: "query", query: { text, warehouse, otherWarehouses, format, maxBytes } };
}

/** Names may be written in kebab-case and snake_case too. */
function withCamelCaseName(argument: string): string {
  const [, name, rest = ""] = /^--([A-Za-z][\w-]*)(=.*)?$/s.exec(argument) ?? [];
  return name === undefined ? argument : `--${optionName(name)}${rest}`;
}

function makeCommand(onHelp: (text: string) => void): Command {
  return new Command("crypto-pipelines query")
    .description(
      "Asks the warehouse, and changes nothing in it. Without SQL or NAME: lists the names.",
    )
    .argument("[SQL|NAME]", "a SELECT, or a query's name")
    .option("--warehouse <url>", "duckdb:FILE or bigquery:PROJECT.DATASET (default: of --output)")
    .option("--output <folder>", "of a local run (default: of --source)")
    .option("--source <source>", "of the run whose default folder is asked, as `public`")
    .option("--json", "one JSON object a row, a line each")
    .addOption(new Option("--csv", "CSV with a header").conflicts("json"))
    .addOption(
      new Option("--maxBytes <size>", "BigQuery: refuse to read more")
        .argParser(bytes)
        .default(10e9, "10GB"),
    )
    .option("--verbose", "show where an error comes from")
    .configureHelp({ helpWidth: Math.min(process.stdout.columns || 80, 100) })
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: onHelp, writeErr: () => undefined });
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

/** The warehouse that a run with these options fills. */
function warehouseOf(given: Places): string {
  const { warehouse } = places(parseOptions(given, []));
  if (warehouse !== "none") return warehouse;
  const named = given.warehouse === undefined ? `--output=${given.output ?? ""}` : "--warehouse";
  throw new UsageError(
    `${named}${given.warehouse === undefined ? " has no warehouse" : "=none can't be asked"}: ` +
      "pass --warehouse=duckdb:FILE or --warehouse=bigquery:PROJECT.DATASET.",
  );
}

function others(given: Places, warehouse: string): string[] {
  if (given.warehouse !== undefined || given.output !== undefined) return [];
  const defaults = ["sample", "public"].map((source) => warehouseOf({ source }));
  return [...new Set(defaults)].filter((other) => other !== warehouse);
}
