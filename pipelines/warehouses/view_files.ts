import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ViewSpec } from "../../schemas/views/view";
import { views } from "../../schemas/views/views";

/** The dialect of a warehouse's SQL. */
export type Dialect = "bigquery" | "duckdb";

export const sqlFolder = join(__dirname, "../../../sql");

/** A view, and its SELECT. */
export interface View extends ViewSpec {
  readonly sql: string;
  /** The tables and views that it reads. */
  readonly reads: readonly string[];
}

/** The SQL of a file of sql/, in a dialect. A `{{ dataset }}` stays in BigQuery's. */
export function readSql(kind: string, name: string, dialect: Dialect, folder = sqlFolder): string {
  const path = dialect === "bigquery" ? [kind] : ["generated", "duckdb", kind];
  return readFileSync(join(folder, ...path, `${name}.sql`), "utf8");
}

/** The names of the files of a folder of sql/: none in an image, which has no SQL. */
export function sqlNames(kind: string, folder = sqlFolder): string[] {
  try {
    return readdirSync(join(folder, kind))
      .filter((file) => file.endsWith(".sql"))
      .map((file) => file.replace(/\.sql$/, ""))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** The views, each after those that it reads. */
export function readViews(dialect: Dialect, folder = sqlFolder): View[] {
  const files = new Set(sqlNames("views", folder));
  const found = views
    .filter(({ name }) => files.has(name))
    .map((view) => ({
      ...view,
      sql: readSql("views", view.name, dialect, folder),
      reads: tablesRead(readSql("views", view.name, "bigquery", folder)),
    }));
  const ordered = new Set<View>();
  const add = (view: View): void => {
    for (const read of view.reads) {
      const other = found.find(({ name }) => name === read);
      if (other && !ordered.has(other)) add(other);
    }
    ordered.add(view);
  };
  found.forEach(add);
  return [...ordered];
}

/** The tables and views that BigQuery's SQL names. */
function tablesRead(sql: string): string[] {
  return [
    ...new Set(Array.from(sql.matchAll(/\{\{ dataset \}\}\.(\w+)/g), ([, name = ""]) => name)),
  ];
}
