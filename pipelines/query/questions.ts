import { sqlComment } from "../warehouses/sql_comment";
import { readSql, sqlFolder, sqlNames } from "../warehouses/view_files";

/** A question of analysts: a file of sql/queries, of which the comment at its top says all this. */
export interface Question {
  /** What `query` takes. */
  readonly name: string;
  /** What its answer is. */
  readonly title: string;
  /** In an analyst's words. */
  readonly question: string;
  readonly columns: readonly { readonly name: string; readonly description: string }[];
  /** What the answer does not say. */
  readonly caveat: string | null;
}

/** All questions, in the order of their names. */
export function readQuestions(folder = sqlFolder): Question[] {
  return sqlNames("queries", folder).map((name) => {
    const { claim, values } = sqlComment(readSql("queries", name, "bigquery", folder));
    const { question, caveat, ...columns } = Object.fromEntries(values);
    if (question === undefined) {
      throw new Error(`sql/queries/${name}.sql has no line "-- question: ...".`);
    }
    return {
      name,
      title: claim,
      question,
      columns: Object.entries(columns).map(([column, description]) => ({
        name: column,
        description,
      })),
      caveat: caveat ?? null,
    };
  });
}
