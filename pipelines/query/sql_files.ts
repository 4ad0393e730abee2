import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dialect } from "./query_target";

/** The folders of sql/ that are read when the program runs. */
export type SqlKind = "views" | "queries" | "dashboard";

export const sqlFolder = join(__dirname, "../../../sql");

/** The SQL of a file in a dialect, for a dataset where the dialect names tables by it. */
export function sqlFile(
  kind: SqlKind,
  file: string,
  dialect: Dialect,
  dataset: string,
  folder = sqlFolder,
): string {
  const path = dialect === "bigquery" ? [kind] : ["generated", "duckdb", kind];
  return readFileSync(join(folder, ...path, file), "utf8").replaceAll("{{ dataset }}", dataset);
}

/** The names of a folder's files; none where there is no such folder. */
export function sqlFiles(kind: SqlKind, folder = sqlFolder): string[] {
  try {
    return readdirSync(join(folder, kind)).filter((file) => file.endsWith(".sql"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
