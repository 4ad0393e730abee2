import { dirname } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { optionName } from "../options/option_name";
import type { GivenOptions } from "../options/options";
import { parseOptions } from "../options/parse_options";
import { UsageError } from "../options/usage_error";
import { places } from "../run/run";

/** The warehouse that a command reads. */
export interface WarehouseChoice {
  readonly warehouse: string;
  /** Default warehouses of other sources, where nothing but a default names this one. */
  readonly otherWarehouses: readonly string[];
  /** BigQuery refuses a query that would read more. */
  readonly maxBytes: number;
}

/** The options that a run has too: they mean the same here. */
type Places = Pick<GivenOptions, "source" | "output" | "warehouse">;

/** Options of every command that reads a warehouse. */
export interface GivenWarehouse extends Places {
  readonly maxBytes: number;
  /** Read where errors are printed. */
  readonly verbose?: true;
}

export interface ParsedArguments {
  readonly args: readonly string[];
  readonly given: GivenWarehouse & Readonly<Record<string, unknown>>;
}

/** A command that reads a warehouse, with the options that say which. */
export function warehouseCommand(name: string): Command {
  return new Command(`crypto-pipelines ${name}`)
    .option("--warehouse <url>", "duckdb:FILE or bigquery:PROJECT.DATASET (default: of --output)")
    .option("--output <folder>", "of a local run (default: of --source)")
    .option("--source <source>", "of the run whose default folder is asked, as `public`")
    .addOption(
      new Option("--maxBytes <size>", "BigQuery: refuse to read more")
        .argParser(bytes)
        .default(10e9, "10GB"),
    )
    .option("--verbose", "show where an error comes from")
    .configureHelp({ helpWidth: Math.min(process.stdout.columns || 80, 100) })
    .allowExcessArguments(false)
    .exitOverride();
}

/**
 * Parses arguments with a command of these.
 * @returns the text of its help, where that is asked for
 * @throws UsageError
 */
export function parseWith(
  command: Command,
  argv: readonly string[],
): { readonly help: string } | ParsedArguments {
  const name = command.name().replace(/^\S+ /, "");
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text), writeErr: () => undefined });
  try {
    command.parse(argv.map(withCamelCaseName), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { help };
    const line = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    throw new UsageError(`${name}: ${line.replace(/\.?$/, ".")} See ${name} --help.`);
  }
  return { args: command.args, given: command.opts<ParsedArguments["given"]>() };
}

/** The warehouse that a run with these options fills. */
export function chooseWarehouse(given: GivenWarehouse): WarehouseChoice {
  const warehouse = warehouseOf(given);
  return { warehouse, otherWarehouses: others(given, warehouse), maxBytes: given.maxBytes };
}

/** The folder of a command's own files: that of the run, or where the warehouse that is named lies. */
export function folderOf({ source, output, warehouse }: Places): string {
  if (warehouse === undefined || output !== undefined || source !== undefined) {
    return parseOptions(
      { ...(source !== undefined && { source }), ...(output !== undefined && { output }) },
      [],
    ).output;
  }
  return warehouse.startsWith("duckdb:") ? dirname(warehouse.slice("duckdb:".length)) : ".";
}

/** Names may be written in kebab-case and snake_case too. */
function withCamelCaseName(argument: string): string {
  const [, name, rest = ""] = /^--([A-Za-z][\w-]*)(=.*)?$/s.exec(argument) ?? [];
  return name === undefined ? argument : `--${optionName(name)}${rest}`;
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

function warehouseOf({ source, output, warehouse: named }: Places): string {
  const given: Places = {
    ...(source !== undefined && { source }),
    ...(output !== undefined && { output }),
    ...(named !== undefined && { warehouse: named }),
  };
  const { warehouse } = places(parseOptions(given, []));
  if (warehouse !== "none") return warehouse;
  const shown = named === undefined ? `--output=${output ?? ""}` : "--warehouse";
  throw new UsageError(
    `${shown}${named === undefined ? " has no warehouse" : "=none can't be asked"}: ` +
      "pass --warehouse=duckdb:FILE or --warehouse=bigquery:PROJECT.DATASET.",
  );
}

function others(given: Places, warehouse: string): string[] {
  if (given.warehouse !== undefined || given.output !== undefined) return [];
  const defaults = ["sample", "public"].map((source) => warehouseOf({ source }));
  return [...new Set(defaults)].filter((other) => other !== warehouse);
}
