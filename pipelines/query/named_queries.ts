import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dialect } from "./query_target";
import { sqlFile, sqlFiles, sqlFolder } from "./sql_files";

export interface NamedQuery {
  readonly name: string;
  readonly description: string;
  readonly isView: boolean;
  /** SQL, for a dataset where the dialect names tables by it. */
  sql(dialect: Dialect, dataset: string): string;
}

/** What can be asked by name, in the order of names: the views, and the queries beside them. */
export function namedQueries(folder = sqlFolder): NamedQuery[] {
  return [...queriesOf(folder, "views"), ...queriesOf(folder, "queries")].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

/** An image has neither folder: nothing can be asked by name there. */
function queriesOf(folder: string, kind: "views" | "queries"): NamedQuery[] {
  return sqlFiles(kind, folder).map((file) => ({
    name: file.replace(/\.sql$/, ""),
    description: descriptionOf(readFileSync(join(folder, kind, file), "utf8")),
    isView: kind === "views",
    sql: (dialect, dataset) => sqlFile(kind, file, dialect, dataset, folder),
  }));
}

/** The first sentence of the comment at the file's top. */
function descriptionOf(sql: string): string {
  const comment = /^--\s*(.*)/.exec(sql)?.[1] ?? "";
  return /^.*?\.(?=\s|$)/.exec(comment)?.[0] ?? comment;
}
