import { dirname } from "node:path";
import type { GivenOptions } from "../options/options";
import { parseOptions } from "../options/parse_options";
import { UsageError } from "../options/usage_error";
import { places } from "../run/places";

/** The options that a run has too: they mean the same for a command that reads its warehouse. */
export type Places = Pick<GivenOptions, "source" | "output" | "warehouse">;

/** The warehouse that a run with these options fills. */
export function warehouseOf(given: Places): string {
  const { warehouse } = places(parseOptions(given, []));
  if (warehouse !== "none") return warehouse;
  const named = given.warehouse === undefined ? `--output=${given.output ?? ""}` : "--warehouse";
  throw new UsageError(
    `${named}${given.warehouse === undefined ? " has no warehouse" : "=none can't be asked"}: ` +
      "pass --warehouse=duckdb:FILE or --warehouse=bigquery:PROJECT.DATASET.",
  );
}

/** Default warehouses of other sources, where nothing but a default names this one. */
export function otherWarehouses(given: Places, warehouse: string): string[] {
  if (given.warehouse !== undefined || given.output !== undefined) return [];
  const defaults = ["sample", "public"].map((source) => warehouseOf({ source }));
  return [...new Set(defaults)].filter((other) => other !== warehouse);
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
