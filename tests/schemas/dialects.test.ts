import { bigQuerySchema } from "../../schemas/bigquery_schema";
import { csvHeader } from "../../schemas/csv_header";
import { duckDbDdl } from "../../schemas/duckdb_ddl";
import { markdownTable } from "../../schemas/markdown_table";
import type { TableSpec } from "../../schemas/table";
import { tables } from "../../schemas/tables";
import { duckDbInMemory } from "../support/duckdb_in_memory";

const odd: TableSpec = {
  name: "order",
  description: 'It\'s "odd".',
  primaryKey: ["select"],
  orderBy: ["select"],
  columns: [
    { name: "select", type: "STRING", required: true, description: "One | two; it's a keyword." },
    { name: "n", type: "INT64", description: "A number." },
    { name: "f", type: "FLOAT64", description: "A number." },
    { name: "m", type: "BIGNUMERIC", description: "A number." },
    { name: "b", type: "BOOL", description: "A truth." },
    { name: "d", type: "DATE", description: "A day." },
    { name: "t", type: "TIMESTAMP", required: true, description: "A moment." },
  ],
};

/** What DuckDB itself makes of the statements. */
async function createdColumns(table: TableSpec) {
  const { connection, close } = await duckDbInMemory();
  await connection.run(duckDbDdl(table));
  await connection.run(duckDbDdl(table));
  const reader = await connection.runAndReadAll(
    `SELECT table_name, column_name, data_type, NOT is_nullable AS required, comment
     FROM duckdb_columns() WHERE NOT internal ORDER BY column_index`,
  );
  close();
  return reader.getRowObjectsJson();
}

describe("A table's spec", () => {
  it("becomes the table in DuckDB", async () => {
    const types = ["VARCHAR", "BIGINT", "DOUBLE", "DOUBLE", "BOOLEAN", "DATE"];
    types.push("TIMESTAMP WITH TIME ZONE");
    expect(await createdColumns(odd)).toEqual(
      odd.columns.map(({ name, required = false, description }, index) => ({
        table_name: "order",
        column_name: name,
        data_type: types[index],
        required,
        comment: description,
      })),
    );
  });

  it.each(tables.map((table) => [table.name, table] as const))(
    "of %s becomes the same columns in every dialect",
    async (_, table) => {
      const names = table.columns.map(({ name }) => name);
      expect((await createdColumns(table)).map((column) => column.column_name)).toEqual(names);
      expect(bigQuerySchema(table).map(({ name }) => name)).toEqual(names);
      expect(csvHeader(table)).toBe(`${names.join(",")}\n`);
      for (const name of names) expect(markdownTable(table)).toContain(`\n| \`${name}\` | `);
    },
  );

  it("becomes BigQuery's schema", () => {
    expect(bigQuerySchema(odd).slice(0, 2)).toEqual([
      {
        name: "select",
        type: "STRING",
        mode: "REQUIRED",
        description: "One | two; it's a keyword.",
      },
      { name: "n", type: "INT64", mode: "NULLABLE", description: "A number." },
    ]);
  });

  it("becomes a section of the page of tables", () => {
    const section = markdownTable({ ...odd, partitionBy: "d", clusterBy: ["n"] });
    expect(section).toContain('## `order`\n\nIt\'s "odd". ');
    expect(section).toContain(
      " One row per `select`, partitioned by day of `d`, clustered by `n`.\n",
    );
    expect(section).toContain("\n| `select` | STRING, required | One \\| two; it's a keyword. |\n");
  });

  it.each(tables.map((table) => [table.name, table] as const))(
    "of %s is sound: keys, partition, clusters and order are columns of its own",
    (_, table) => {
      const { primaryKey, partitionBy, clusterBy = [], orderBy, latestBy = [] } = table;
      const column = (name: string) => table.columns.find((each) => each.name === name);
      for (const name of [...primaryKey, ...clusterBy, ...orderBy, ...latestBy]) {
        expect(column(name)).toBeDefined();
      }
      for (const name of primaryKey) expect(column(name)?.required).toBe(true);
      if (partitionBy) expect(column(partitionBy)).toMatchObject({ type: "DATE", required: true });
      expect(new Set(table.columns.map(({ name }) => name)).size).toBe(table.columns.length);
      // BigQuery's own limit on a description, and a Markdown table's on its cells.
      for (const { description } of table.columns) {
        expect(description).toMatch(/^[^\n]{1,1024}\.$/);
      }
    },
  );
});
