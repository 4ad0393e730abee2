import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dialect } from "./query_target";

export interface NamedQuery {
  readonly name: string;
  readonly description: string;
  readonly isView: boolean;
  /** SQL, for a dataset where the dialect names tables by it. */
  sql(dialect: Dialect, dataset: string): string;
}

const sqlFolder = join(__dirname, "../../../sql");

/** What can be asked by name, in the order of names: the views, and the queries beside them. */
export function namedQueries(folder = sqlFolder): NamedQuery[] {
  return [...queriesOf(folder, "views"), ...queriesOf(folder, "queries")].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

function queriesOf(folder: string, kind: "views" | "queries"): NamedQuery[] {
  return sqlFiles(join(folder, kind)).map((file) => ({
    name: file.replace(/\.sql$/, ""),
    description: descriptionOf(readFileSync(join(folder, kind, file), "utf8")),
    isView: kind === "views",
    sql(dialect, dataset) {
      const path = dialect === "bigquery" ? [kind] : ["generated", "duckdb", kind];
      const text = readFileSync(join(folder, ...path, file), "utf8");
      return text.replaceAll("{{ dataset }}", dataset);
    },
  }));
}

/** An image has no sql/: nothing can be asked by name there. */
function sqlFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith(".sql"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** The first sentence of the comment at the file's top. */
function descriptionOf(sql: string): string {
  const comment = /^--\s*(.*)/.exec(sql)?.[1] ?? "";
  return /^.*?\.(?=\s|$)/.exec(comment)?.[0] ?? comment;
}
