import { BigQuery } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";
import type { TableSpec } from "../../../schemas/table";
import { BigQueryWarehouse } from "../../../pipelines/warehouses/bigquery/warehouse";
import { CloudObjectStore } from "../../../pipelines/storage/cloud/object_store";
import { newRunId } from "../../../pipelines/core/run_id";
import { openCloudStore } from "../../storage/cloud/opened_store";
import { describeObjectStore } from "../../storage/object_store_suite";
import { describeWholeTables } from "../../warehouses/whole_table_suite";
import { rowsOf } from "../../../emulators/google/bigquery/rows";
import { localBigQueryMissing, startLocalBigQuery } from "../../../emulators/tools/local_bigquery";
import { makeBucket, startFakeGcsServer } from "../../../emulators/tools/fake_gcs_server";
import { goMissing } from "../../../emulators/tools/go_tool";
import { describeUnless } from "../../support/describe_unless";

const bucket = "demo-bucket";
const project = "demo-project";

describeUnless(goMissing())("third parties' emulators of Google Cloud", () => {
  let storage: Awaited<ReturnType<typeof startFakeGcsServer>>;
  beforeAll(async () => {
    storage = await startFakeGcsServer();
    process.env.STORAGE_EMULATOR_HOST = storage.url;
    await makeBucket(storage.url, bucket);
  }, 600_000);
  afterAll(() => storage.server.close());

  describeObjectStore("fake-gcs-server", () =>
    Promise.resolve(openCloudStore(storage.url, bucket)),
  );

  describeUnless(localBigQueryMissing())("local-bigquery", () => {
    let server: Awaited<ReturnType<typeof startLocalBigQuery>>;
    let client: BigQuery;
    let datasets = 0;
    beforeAll(async () => {
      server = await startLocalBigQuery(project, storage.url);
      process.env.BIGQUERY_EMULATOR_HOST = server.url;
      const authClient = new PassThroughClient();
      client = new BigQuery({ projectId: project, apiEndpoint: server.url, authClient });
      client.baseUrl = `${server.url}/bigquery/v2`;
    }, 600_000);
    afterAll(() => server.stop());

    describeWholeTables("with tables that are replaced atomically", () => {
      const dataset = `suite_${++datasets}`;
      const place = `gs://${bucket}/local-bigquery/${dataset}`;
      return {
        warehouse: new BigQueryWarehouse(project, dataset),
        store: new CloudObjectStore(place, newRunId()),
        rows: (table) => readRows(client, dataset, table),
      };
    });
  });
});

/** A table's rows by the API's `tabledata.list`, as they come over the wire. */
async function readRows(client: BigQuery, dataset: string, table: TableSpec) {
  const url = `${client.baseUrl}/projects/${project}/datasets/${dataset}/tables/${table.name}/data`;
  const answer = await fetch(`${url}?formatOptions.useInt64Timestamp=true`);
  const { rows = [] } = (await answer.json()) as { rows?: { f: { v: string | null }[] }[] };
  return rowsOf(
    table,
    rows.map(({ f }) => f.map(({ v }) => v)),
  );
}
