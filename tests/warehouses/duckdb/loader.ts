import { DuckDBConnection } from "@duckdb/node-api";
import { csvHeader } from "../../../schemas/csv_header";
import { csvRecord } from "../../../pipelines/storage/csv/csv_record";
import { DuckDbWarehouse } from "../../../pipelines/warehouses/duckdb/warehouse";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import { newRunId } from "../../../pipelines/core/run_id";
import { names } from "../suite_tables";

/**
 * A process of its own that loads a table of `rows` times `a`, says so, and keeps the file open. When
 * a moment of a statement is given, it then loads `b` and kills itself at that moment.
 * `CHECKPOINT=close` in its environment leaves commits in the log.
 */
async function main(): Promise<void> {
  const [directory = "", file = "", count = "", statement, moment] = process.argv.slice(2);
  const rows = Number(count);
  const store = new LocalObjectStore(directory, newRunId());
  const warehouse = new DuckDbWarehouse(file, {
    loadsMany: process.env.CHECKPOINT === "close",
  });
  const load = async (text: string) => {
    const records = Array.from({ length: rows }, (_, id) =>
      csvRecord(names, { id: String(id), text }),
    );
    const { sha256 } = await store.write("a.csv", [csvHeader(names), ...records]);
    await warehouse.load(names, { store, path: "a.csv", rows, sha256 }, {});
  };
  await warehouse.prepare(names);
  await load("a");
  process.stdout.write("a\n");
  if (statement === undefined) process.stdin.resume();
  else {
    killAt(statement, moment);
    await load("b");
  }
}

function killAt(statement: string, moment: string | undefined): void {
  const { prototype } = DuckDBConnection;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its object
  const run = prototype.run;
  const die = () => process.kill(process.pid, "SIGKILL");
  prototype.run = async function (this: DuckDBConnection, sql: string, ...more) {
    const isMeant = sql.trimStart().startsWith(statement);
    if (isMeant && moment === "before") die();
    const result = run.call(this, sql, ...more);
    // The statement runs on a thread of DuckDB's own.
    if (isMeant && moment === "during") die();
    await result;
    if (isMeant && moment === "after") die();
    return result;
  };
}

void main();
