import { resolve } from "node:path";
import { isStorageUrl } from "../google/storage_url";
import type { Options } from "../options/options";

/** Where files and tables go. Workers of a job server stand in other directories than this process. */
export function places({ runner, output, warehouse = defaultWarehouse(output) }: Options) {
  if (runner !== "jobServer") return { output, warehouse };
  return {
    output: isStorageUrl(output) ? output : resolve(output),
    warehouse: warehouse.replace(/^duckdb:(.+)$/s, (_, file: string) => `duckdb:${resolve(file)}`),
  };
}

function defaultWarehouse(output: string): string {
  return isStorageUrl(output) ? "none" : `duckdb:${output.replace(/\/+$/, "")}/warehouse.duckdb`;
}
