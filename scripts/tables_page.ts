import { markdownTable } from "../schemas/markdown_table";
import { rejectTables } from "../schemas/reject_tables";
import { runTables } from "../schemas/run_tables";
import type { TableSpec } from "../schemas/table";
import { preparedTables, tables } from "../schemas/tables";

const introduction = `<!-- Made from schemas by \`npm run generate\`: change it there. -->

# Tables

Types are BigQuery's. In DuckDB a BIGNUMERIC is a DOUBLE and a TIMESTAMP a TIMESTAMPTZ; in a CSV an
empty field is null. \`schemas/generated\` holds each table's BigQuery schema and DuckDB DDL.
`;

/** docs/reference/tables.md: how the tables join, and every table's columns. */
export function tablesPage(): string {
  return [
    introduction,
    diagram(),
    ...[...tables, ...preparedTables].map((table) => markdownTable(table)),
    markdownTable(runTables[0], runTables.slice(1)),
    markdownTable(rejectTables[0], rejectTables.slice(1)),
  ].join("\n");
}

/** The joins of the star schema as a Mermaid diagram. */
function diagram(): string {
  const joins = tables.flatMap(({ name, foreignKeys = [] }: TableSpec) =>
    foreignKeys.map(
      ({ column, table, references }) => `  ${table} ||--o{ ${name} : "${references} = ${column}"`,
    ),
  );
  return ["```mermaid", "erDiagram", ...joins, "```", ""].join("\n");
}
