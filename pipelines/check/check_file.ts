import { sqlComment } from "../warehouses/sql_comment";
import { type Dialect, readSql, sqlFolder, sqlNames } from "../warehouses/view_files";

/** fail: the day should not be used; warn: a person should look at it. */
export type Severity = "warn" | "fail";

/** A claim about a day's data: a file of sql/checks. */
export interface Check {
  readonly name: string;
  readonly severity: Severity;
  /** What the number that it observes has to be: an operator and the threshold, such as `<= 0`. */
  readonly expected: string;
  /** What a finding means and what to do; `{observed}` and `{date}` stand for a result's. */
  readonly message: string;
  /**
   * A query for one row: observed, which is null where there is nothing to compare, and passed.
   * @param dataset of BigQuery
   */
  sql(dialect: Dialect, dataset: string, date: string): string;
}

/** All checks, in the order of their names. */
export function readChecks(folder = sqlFolder): Check[] {
  return sqlNames("checks", folder).map((name) => {
    const head = headOf(name, readSql("checks", name, "bigquery", folder));
    return {
      ...head,
      name,
      sql: (dialect, dataset, date) =>
        judged(readSql("checks", name, dialect, folder), head.expected)
          .replaceAll("{{ dataset }}", dataset)
          .replaceAll("{{ date }}", date),
    };
  });
}

/** The same in dags/crypto_etl/checks.py. */
function judged(sql: string, expected: string): string {
  return `SELECT observed, COALESCE(observed ${expected}, TRUE) AS passed FROM (\n${sql}) AS measured`;
}

function headOf(name: string, sql: string) {
  const { values } = sqlComment(sql);
  const value = (key: string, form: RegExp) => {
    const found = values.get(key) ?? "";
    if (form.test(found)) return found;
    throw new Error(`sql/checks/${name}.sql has no line "-- ${key}: ..." of the form ${form}.`);
  };
  return {
    severity: value("severity", /^(warn|fail)$/) as Severity,
    expected: value("expected", /^(<=|>=|=|<|>) -?\d+(\.\d+)?$/),
    message: value("message", /^.+\.$/),
  };
}
