import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TableSpec } from "../../schemas/table";
import { BigQueryWarehouse } from "../../pipelines/sinks/bigquery_warehouse";
import { CloudObjectStore } from "../../pipelines/sinks/cloud_object_store";
import { LocalObjectStore } from "../../pipelines/sinks/local_object_store";
import type { ObjectStore } from "../../pipelines/sinks/object_store";
import { newRunId } from "../../pipelines/sinks/run_id";
import { BigQueryDouble } from "../support/bigquery_double";
import { rowsOf } from "../support/bigquery_rows";
import { StorageDouble } from "../support/storage_double";
import { describeWarehouse, type OpenedWarehouse } from "./warehouse_suite";

const project = "demo-project";
const bucket = "demo-bucket";
const retry = { attempts: 3, firstDelay: 2, longestDelay: 20, timeout: 20_000 };

let storage: StorageDouble;
let bigquery: BigQueryDouble;
let datasets = 0;

beforeAll(async () => {
  storage = new StorageDouble(bucket);
  bigquery = new BigQueryDouble(project, (uri) =>
    storage.content(bucket, uri.replace(`gs://${bucket}/`, "")),
  );
  process.env.STORAGE_EMULATOR_HOST = await storage.start();
  process.env.BIGQUERY_EMULATOR_HOST = await bigquery.start();
});

afterAll(async () => {
  await Promise.all([storage.stop(), bigquery.stop()]);
});

function open(store: ObjectStore, cleanUp: () => Promise<void>): OpenedWarehouse {
  const dataset = `suite_${++datasets}`;
  return {
    warehouse: new BigQueryWarehouse(project, dataset, { retry, near: store }),
    store,
    rows: (table: TableSpec) =>
      Promise.resolve(rowsOf(table, bigquery.table(dataset, table.name).rows())),
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
