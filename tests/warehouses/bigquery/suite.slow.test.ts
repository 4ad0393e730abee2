import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TableSpec } from "../../../schemas/table";
import { BigQueryWarehouse } from "../../../pipelines/warehouses/bigquery/warehouse";
import { CloudObjectStore } from "../../../pipelines/storage/cloud/object_store";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import type { ObjectStore } from "../../../pipelines/storage/object_store";
import { newRunId } from "../../../pipelines/core/run_id";
import { rowsOf } from "../../../emulators/google/bigquery/rows";
import {
  type CloudDoubles,
  bucket,
  project,
  startCloudDoubles,
} from "../../../emulators/google/cloud_doubles";
import { describeWarehouse, type OpenedWarehouse } from "../warehouse_suite";
import { describeWholeTables } from "../whole_table_suite";

const retry = { attempts: 3, firstDelay: 2, longestDelay: 20, timeout: 20_000 };

let doubles: CloudDoubles;
let datasets = 0;

beforeAll(async () => {
  doubles = await startCloudDoubles();
  Object.assign(process.env, doubles.env);
});
afterAll(() => doubles.stop());

function open(store: ObjectStore, cleanUp: () => Promise<void>): OpenedWarehouse {
  const dataset = `suite_${++datasets}`;
  return {
    warehouse: new BigQueryWarehouse(project, dataset, { retry, near: store }),
    store,
    rows: (table: TableSpec) =>
      Promise.resolve(rowsOf(table, doubles.bigquery.table(dataset, table.name).rows())),
    cleanUp,
  };
}

describeWarehouse("BigQuery, loading from Cloud Storage,", () => {
  const store = new CloudObjectStore(`gs://${bucket}/suite/${datasets}`, newRunId(), { retry });
  return Promise.resolve(open(store, () => Promise.resolve()));
});

describeWarehouse("BigQuery, loading from this machine,", async () => {
  const directory = await mkdtemp(join(tmpdir(), "bigquery-"));
  const store = new LocalObjectStore(directory, newRunId());
  return open(store, () => rm(directory, { recursive: true }));
});

describeWholeTables("BigQuery's double, with tables that are replaced whole,", () => {
  const dataset = `suite_${++datasets}`;
  return {
    warehouse: new BigQueryWarehouse(project, dataset, { retry }),
    store: new CloudObjectStore(`gs://${bucket}/${dataset}`, newRunId(), { retry }),
    rows: (table) =>
      Promise.resolve(rowsOf(table, doubles.bigquery.table(dataset, table.name).rows())),
  };
});
