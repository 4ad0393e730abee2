import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bigQuerySchema } from "../schemas/bigquery_schema";
import { duckDbDdl } from "../schemas/duckdb_ddl";
import { markdownTable } from "../schemas/markdown_table";
import { tables } from "../schemas/tables";
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
    ...tables.flatMap((table) => [
      {
        path: `schemas/generated/${table.name}.bigquery.json`,
        content: `${JSON.stringify(bigQuerySchema(table), null, 2)}\n`,
      },
      { path: `schemas/generated/${table.name}.duckdb.sql`, content: duckDbDdl(table) },
    ]),
    ...templateFiles(),
    withPart(root, "README.md", "tables", tables.map(markdownTable).join("\n")),
  ];
}

/** A hand-written file whose part between `<!-- name:start -->` and `<!-- name:end -->` is generated. */
export function withPart(root: string, path: string, name: string, part: string): GeneratedFile {
  const text = readFileSync(join(root, path), "utf8");
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${path} has no part from ${start} to ${end}.`);
  const before = text.slice(0, from + start.length);
  return { path, content: `${before}\n\n${part}\n${text.slice(to)}` };
}
