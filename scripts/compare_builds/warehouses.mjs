import { createRequire } from "node:module";
import { join } from "node:path";
import { firstDifference, withoutVolatile } from "./differences.mjs";

/**
 * Adds the differences of two outputs' warehouses, and counts their tables and rows.
 * @param build the checkout whose DuckDB reads both
 */
export async function compareWarehouses(build, outputs, differences) {
  const [before, after] = [await dump(build, outputs.old), await dump(build, outputs.new)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  let count = 0;
  for (const name of names) {
    const [one, other] = [before.get(name), after.get(name)];
    count += one?.length ?? 0;
    if (one?.join("\n") === other?.join("\n")) continue;
    differences.push(`table ${name}: ${firstDifference(one?.join("\n"), other?.join("\n"))}`);
  }
  return { count: names.length, rows: count };
}

/** The rows of every table of an output's warehouse, sorted, each as JSON. */
async function dump(build, output) {
  const { DuckDBInstance } = createRequire(join(build, "package.json"))("@duckdb/node-api");
  const file = join(output, "warehouse.duckdb");
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const read = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  await connection.run("SET TimeZone = 'UTC'");
  const tables = new Map();
  for (const { name } of await read("SELECT table_name AS name FROM information_schema.tables")) {
    const found = await read(`SELECT * FROM "${name}"`);
    tables.set(name, found.map((row) => JSON.stringify(row, withoutVolatile)).sort());
  }
  connection.closeSync();
  instance.closeSync();
  return tables;
}
