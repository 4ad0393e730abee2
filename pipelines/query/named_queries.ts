import { views } from "../../schemas/views/views";
import { sqlComment } from "../warehouses/sql_comment";
import { type Dialect, readSql, sqlFolder, sqlNames } from "../warehouses/view_files";

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

function queriesOf(folder: string, kind: "views" | "queries"): NamedQuery[] {
  return sqlNames(kind, folder).map((name) => ({
    name,
    description: firstSentence(
      views.find((view) => view.name === name)?.description ??
        sqlComment(readSql(kind, name, "bigquery", folder)).claim,
    ),
    isView: kind === "views",
    sql: (dialect, dataset) =>
      readSql(kind, name, dialect, folder).replaceAll("{{ dataset }}", dataset),
  }));
}

function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}
