import { csvHeader } from "../../../schemas/csv_header";
import { csvRecord } from "../../../pipelines/storage/csv/csv_record";
import { DuckDbWarehouse } from "../../../pipelines/warehouses/duckdb/warehouse";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import { newRunId } from "../../../pipelines/core/run_id";
import { names } from "../suite_tables";

/**
 * A process of its own that replaces a table by `rows` times `a`, then `b`, and so on without an
 * end: to be killed. It tells of each load.
 */
async function loadForEver(directory: string, file: string, rows: number): Promise<void> {
  const store = new LocalObjectStore(directory, newRunId());
  const warehouse = new DuckDbWarehouse(file);
  await warehouse.prepare(names);
  for (let round = 0; ; round++) {
    const text = round % 2 === 0 ? "a" : "b";
    const records = Array.from({ length: rows }, (_, id) =>
      csvRecord(names, { id: String(id), text }),
    );
    const { sha256 } = await store.write("a.csv", [csvHeader(names), ...records]);
    await warehouse.load(names, { store, path: "a.csv", rows, sha256 }, {});
    process.stdout.write(`${text}\n`);
  }
}

const [directory = "", file = "", rows = ""] = process.argv.slice(2);
void loadForEver(directory, file, Number(rows));
