import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { log } from "../../../pipelines/core/log";
import { CloudObjectStore } from "../../../pipelines/storage/cloud/object_store";
import type { TableSpec } from "../../../schemas/table";
import { makeBucket, startFakeGcsServer } from "../../../emulators/tools/fake_gcs_server";
import { goMissing } from "../../../emulators/tools/go_tool";
import { localBigQueryMissing, startLocalBigQuery } from "../../../emulators/tools/local_bigquery";
import { LocalBigQueryPartitions } from "../../../emulators/tools/local_bigquery_partitions";
import { describeUnless } from "../../support/describe_unless";
import { expectOneMarket } from "../../support/one_market";
import { partitionColumns } from "../../support/partition_columns";

const [bucket, project, dataset] = ["demo-bucket", "demo-project", "crypto"];

describeUnless(goMissing(), localBigQueryMissing())("fake-gcs-server and local-bigquery", () => {
  let storage: Awaited<ReturnType<typeof startFakeGcsServer>>;
  let peer: Awaited<ReturnType<typeof startLocalBigQuery>>;
  let bigquery: LocalBigQueryPartitions;
  let market: SampleMarketServer;
  beforeAll(async () => {
    log.level = "error";
    storage = await startFakeGcsServer();
    await makeBucket(storage.url, bucket);
    peer = await startLocalBigQuery(project, storage.url);
    bigquery = await LocalBigQueryPartitions.serve(peer.url, partitionColumns);
    process.env.STORAGE_EMULATOR_HOST = storage.url;
    process.env.BIGQUERY_EMULATOR_HOST = bigquery.url;
    market = await serveSampleMarket({ coins: 20, date: "2026-01-02", seed: 7 });
  }, 600_000);
  afterAll(async () => {
    await bigquery.stop();
    await Promise.all([storage.server.close(), peer.stop(), market.close()]);
  });

  it("hold one market", async () => {
    const output = `gs://${bucket}/crypto`;
    const store = new CloudObjectStore(output, "test");
    const paths = async () => {
      const found: string[] = [];
      for await (const { path } of store.list("")) if (!path.startsWith("raw/")) found.push(path);
      return found;
    };
    await expectOneMarket(
      {
        options: [`--output=${output}`, `--warehouse=bigquery:${project}.${dataset}`],
        paths,
        rows: (table) => readRows(bigquery.url, table),
      },
      market,
    );
  }, 300_000);
});

/** The columns of a table that the test looks at, by a query. */
async function readRows(server: string, { name, columns, partitionBy }: TableSpec) {
  const wanted = columns
    .map((column) => column.name)
    .filter((column) => ["asset_id", "source", "snapshot_date"].includes(column));
  const filter = partitionBy === undefined ? "" : `WHERE ${partitionBy} >= DATE '0001-01-01'`;
  const list = wanted.map((column) => `\`${column}\``).join(", ");
  const answer = await fetch(`${server}/bigquery/v2/projects/${project}/queries`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      query: `SELECT ${list} FROM \`${project}.${dataset}.${name}\` ${filter} ORDER BY ${list}`,
      useLegacySql: false,
    }),
  });
  const { error, rows = [] } = (await answer.json()) as {
    error?: { message: string };
    rows?: { f: { v: string }[] }[];
  };
  if (error) throw new Error(error.message);
  return rows.map(({ f }) => {
    const cells = f.map(({ v }, index) => [wanted[index] ?? "", v] as const);
    return Object.fromEntries<unknown>(cells);
  });
}
