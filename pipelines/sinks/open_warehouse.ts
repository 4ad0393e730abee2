import { createRequire } from "node:module";
import { Problem } from "../problem";
import type { Warehouse } from "./warehouse";

/**
 * The warehouse that `--warehouse` names: `duckdb:FILE`, or null for `none`. Its library is loaded
 * only then.
 */
export function openWarehouse(warehouse: string): Promise<Warehouse | null> {
  if (warehouse === "none") return Promise.resolve(null);
  // By require, since the compiled tests run as CommonJS, where Jest has no import().
  const load = createRequire(__filename);
  const file = /^duckdb:(.+)$/.exec(warehouse)?.[1];
  if (file) {
    const { DuckDbWarehouse } = load("./duckdb_warehouse") as typeof import("./duckdb_warehouse");
    return Promise.resolve(new DuckDbWarehouse(file));
  }
  throw new Problem(
    `--warehouse=${warehouse} names no warehouse.`,
    "Give duckdb:FILE, bigquery:PROJECT.DATASET or none.",
  );
}
