import { bigQuerySchema } from "../schemas/bigquery_schema";
import { duckDbDdl } from "../schemas/duckdb_ddl";
import { rejectTables } from "../schemas/reject_tables";
import { runTables } from "../schemas/run_tables";
import { tables } from "../schemas/tables";
import { templateFiles } from "../templates/generated_files";
import { optionsPage } from "./options_page";
import { tablesPage } from "./tables_page";

/** A file that is derived from the code and committed. */
export interface GeneratedFile {
  /** Relative to the checkout, with `/`. */
  readonly path: string;
  readonly content: string;
}

/**
 * Every generated file as it should be. `npm run generate` writes them, and a test fails when one
 * of them differs from what is committed.
 */
export function generatedFiles(): GeneratedFile[] {
  return [
    ...[...tables, ...runTables, ...rejectTables].flatMap((table) => [
      {
        path: `schemas/generated/${table.name}.bigquery.json`,
        content: `${JSON.stringify(bigQuerySchema(table), null, 2)}\n`,
      },
      { path: `schemas/generated/${table.name}.duckdb.sql`, content: duckDbDdl(table) },
    ]),
    ...templateFiles(),
    { path: "docs/reference/options.md", content: optionsPage() },
    { path: "docs/reference/tables.md", content: tablesPage() },
  ];
}
