import { analyzeSql, googleSqlMissing } from "../../../emulators/tools/googlesql";
import { readQuestions } from "../../../pipelines/query/questions";
import { readSql, sqlNames } from "../../../pipelines/warehouses/view_files";
import { allTables } from "../../../schemas/tables";
import { views } from "../../../schemas/views/views";
import { describeUnless } from "../../support/describe_unless";

const kinds = ["views", "queries", "checks", "dashboard"] as const;
const values = {
  date: "2026-01-02",
  from: "2026-01-01",
  to: "2026-01-02",
  step: "2",
  tail_step: "7",
};

/** A file's SQL with the dataset left out, which the analyzer's tables don't have. */
function statement(kind: string, name: string): string {
  const sql = readSql(kind, name, "bigquery").replaceAll("{{ dataset }}.", "");
  return Object.entries(values).reduce(
    (text, [key, value]) => text.replaceAll(`{{ ${key} }}`, value),
    sql,
  );
}

function columnTypes(columns: readonly { readonly name: string; readonly type: string }[]) {
  return Object.fromEntries(columns.map(({ name, type }) => [name, type]));
}

describeUnless(googleSqlMissing())("GoogleSQL's analyzer", () => {
  const tables = Object.fromEntries(
    [...allTables, ...views].map(({ name, columns }) => [name, columnTypes(columns)]),
  );
  let found: ReturnType<typeof analyzeSql>;

  beforeAll(() => {
    const files = kinds.flatMap((kind) => sqlNames(kind).map((name) => [kind, name] as const));
    found = analyzeSql(tables, {
      wrong: "SELECT asset_id AS days FROM crypto_market_latest AS days GROUP BY days.asset_id",
      ...Object.fromEntries(
        files.map(([kind, name]) => [`${kind}/${name}`, statement(kind, name)]),
      ),
    });
  }, 600_000);

  it("finds what a parser does not", () => {
    expect(found.wrong).toMatch("Cannot GROUP BY field references from SELECT list alias days");
  });

  it("finds nothing wrong with any file of sql/", () => {
    const errors = Object.entries(found).filter(
      ([name, columns]) => name !== "wrong" && typeof columns === "string",
    );
    expect(errors).toEqual([]);
  });

  it.each(views)("finds the columns and types of $name as described", ({ name, columns }) => {
    expect(found[`views/${name}`]).toEqual(columnTypes(columns));
  });

  it.each(readQuestions())("finds the columns of $name as described", ({ name, columns }) => {
    expect(Object.keys(found[`queries/${name}`] ?? {})).toEqual(columns.map((one) => one.name));
  });
});
