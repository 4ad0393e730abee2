import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bigQuerySchema } from "../schemas/bigquery_schema";
import { duckDbDdl } from "../schemas/duckdb_ddl";
import { markdownTable } from "../schemas/markdown_table";
import { rejectTables } from "../schemas/reject_tables";
import { runTables } from "../schemas/run_tables";
import { tables } from "../schemas/tables";
import { optionsTable } from "./options_table";
import { templateFiles } from "../templates/generated_files";

/** A file, or a part of one, that is derived from the code and committed. */
export interface GeneratedFile {
  /** Relative to the checkout, with `/`. */
  readonly path: string;
  readonly content: string;
}

/**
 * Every generated file as it should be. `npm run generate` writes them, and a test fails when one
 * of them differs from what is committed.
 * @param root the checkout's directory
 */
export function generatedFiles(root: string): GeneratedFile[] {
  return [
    ...[...tables, ...runTables, ...rejectTables].flatMap((table) => [
      {
        path: `schemas/generated/${table.name}.bigquery.json`,
        content: `${JSON.stringify(bigQuerySchema(table), null, 2)}\n`,
      },
      { path: `schemas/generated/${table.name}.duckdb.sql`, content: duckDbDdl(table) },
    ]),
    ...templateFiles(),
    withParts(root, "README.md", {
      options: optionsTable(),
      tables: [
        ...tables.map((table) => markdownTable(table)),
        markdownTable(runTables[0], runTables.slice(1)),
        markdownTable(rejectTables[0], rejectTables.slice(1)),
      ].join("\n"),
    }),
  ];
}

/** A hand-written file whose parts between `<!-- name:start -->` and `<!-- name:end -->` are generated. */
export function withParts(
  root: string,
  path: string,
  parts: Readonly<Record<string, string>>,
): GeneratedFile {
  let content = readFileSync(join(root, path), "utf8");
  for (const [name, part] of Object.entries(parts)) {
    const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
    const from = content.indexOf(start);
    const to = content.indexOf(end);
    if (from < 0 || to < from) throw new Error(`${path} has no part from ${start} to ${end}.`);
    const before = content.slice(0, from + start.length);
    content = `${before}\n\n${part}\n${content.slice(to)}`;
  }
  return { path, content };
}
