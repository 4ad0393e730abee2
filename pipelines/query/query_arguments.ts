import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { ActionableError } from "../core/actionable_error";

/** The command line of `query` is wrong: exit code 2. */
export class QueryUsageError extends ActionableError {
  override readonly name = "QueryUsageError";

  constructor(message: string) {
    super(message, "");
  }
}

export type Format = "table" | "json" | "csv";

export type QueryCommand =
  /** Prints the help, or what can be asked by name. */
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "list" }
  | {
      readonly kind: "query";
      /** SQL, or the name of a query. */
      readonly text: string;
      readonly warehouse: string;
      readonly format: Format;
      /** BigQuery refuses a query that would read more. */
      readonly maxBytes: number;
    };

interface Given {
  readonly warehouse?: string;
  readonly output?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly maxBytes: number;
}

/** @throws QueryUsageError */
export function parseQueryArguments(argv: readonly string[]): QueryCommand {
  let help = "";
  const command = makeCommand((text) => (help += text));
  try {
    command.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "help", text: help };
    const line = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    throw new QueryUsageError(`query: ${line.replace(/\.?$/, ".")} See query --help.`);
  }
  const given = command.opts<Given>();
  const text = command.args[0]?.trim() ?? "";
  if (text === "") return { kind: "list" };
  return {
    kind: "query",
    text,
    warehouse: warehouseOf(given),
    format: given.json ? "json" : given.csv ? "csv" : "table",
    maxBytes: given.maxBytes,
  };
}

function makeCommand(onHelp: (text: string) => void): Command {
  return new Command("crypto-pipelines query")
    .description(
      "Asks the warehouse, and changes nothing in it. Without SQL or NAME: lists the names.",
    )
    .argument("[SQL|NAME]", "a SELECT, or a query's name")
    .option("--warehouse <url>", "duckdb:FILE or bigquery:PROJECT.DATASET (default: as --output)")
    .option("--output <folder>", "of a local run, with its warehouse.duckdb (default: ./out)")
    .option("--json", "one JSON object a row, a line each")
    .addOption(new Option("--csv", "CSV with a header").conflicts("json"))
    .addOption(
      new Option("--maxBytes, --max-bytes <size>", "BigQuery: refuse to read more")
        .argParser(bytes)
        .default(10e9, "10GB"),
    )
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
    throw new QueryUsageError(`--maxBytes=${text}: write a size, such as 500MB or 10GB.`);
  }
  return Math.floor(size);
}

function warehouseOf({ warehouse, output }: Given): string {
  if (warehouse !== undefined) {
    if (/^(duckdb:.+|bigquery:.+\.[^.]+)$/s.test(warehouse)) return warehouse;
    throw new QueryUsageError(
      `--warehouse=${warehouse} can't be asked: give duckdb:FILE or bigquery:PROJECT.DATASET.`,
    );
  }
  if (output?.startsWith("gs://")) {
    throw new QueryUsageError(
      `--output=${output} has no warehouse: give --warehouse=bigquery:PROJECT.DATASET.`,
    );
  }
  const folders =
    output === undefined ? ["out", "out-sample"] : [output.replace(/^~(?=\/|$)/, homedir())];
  const files = folders.map((folder) => join(folder, "warehouse.duckdb"));
  return `duckdb:${files.find((file) => existsSync(file)) ?? files[0] ?? ""}`;
}
