import { join } from "node:path";
import { json, text } from "node:stream/consumers";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { cryptoAssetDim } from "../../../schemas/crypto_asset_dim";
import { cryptoMarketSnapshotFact } from "../../../schemas/crypto_market_snapshot_fact";
import { dateDim } from "../../../schemas/date_dim";
import type { Column, Row, TableSpec } from "../../../schemas/table";
import type { RunReport } from "../../../pipelines/run/report";
import { BigQueryWarehouse } from "../../../pipelines/warehouses/bigquery/warehouse";
import { CloudObjectStore } from "../../../pipelines/storage/cloud/object_store";
import type { ObjectStore } from "../../../pipelines/storage/object_store";
import { newRunId } from "../../../pipelines/core/run_id";
import type { CsvFile } from "../../../pipelines/warehouses/warehouse";
import { duckDbRows } from "../../warehouses/duckdb/rows";
import { rowsOf } from "../../../emulators/google/bigquery/rows";
import { localBigQueryMissing, startLocalBigQuery } from "../../../emulators/tools/local_bigquery";
import { makeBucket, startFakeGcsServer } from "../../../emulators/tools/fake_gcs_server";
import { goMissing } from "../../../emulators/tools/go_tool";
import { loadFirst, writeFirstCsv } from "../../support/earlier_version";
import { runCli } from "../../support/run_cli";
import { describeUnless } from "../../support/describe_unless";
import { temporaryFolder } from "../../support/temporary_folder";

const date = "2026-01-02";
const [bucket, project, dataset] = ["demo-bucket", "demo-project", "crypto"];

/**
 * The fact as local-bigquery can hold it: it takes a partition's decorator for a part of the name,
 * and keeps 18 places of a BIGNUMERIC. Our double, which does both, is for the rest.
 */
const fact = {
  ...{ name: "fact", description: "The fact, whole.", clusterBy: ["asset_id"] },
  ...{ primaryKey: cryptoMarketSnapshotFact.primaryKey, orderBy: [] },
  columns: cryptoMarketSnapshotFact.columns.map((column): Column => {
    return column.type === "BIGNUMERIC" ? { ...column, type: "FLOAT64" } : column;
  }),
} satisfies TableSpec;

describeUnless(goMissing(), localBigQueryMissing())("fake-gcs-server and local-bigquery", () => {
  const folder = temporaryFolder();
  let storage: Awaited<ReturnType<typeof startFakeGcsServer>>;
  let bigquery: Awaited<ReturnType<typeof startLocalBigQuery>>;
  let market: SampleMarketServer;
  beforeAll(async () => {
    storage = await startFakeGcsServer();
    await makeBucket(storage.url, bucket);
    bigquery = await startLocalBigQuery(project, storage.url);
    process.env.STORAGE_EMULATOR_HOST = storage.url;
    process.env.BIGQUERY_EMULATOR_HOST = bigquery.url;
    market = await serveSampleMarket({ coins: 17_500, date });
  }, 600_000);
  afterAll(() => Promise.all([storage.server.close(), bigquery.stop(), market.close()]));

  it("contain the same as DuckDB at 17,500 coins, column by column, also after a repeat", async () => {
    const [output, file] = [`gs://${bucket}/crypto`, join(folder(), "warehouse.duckdb")];
    const where = [`--source=${market.url}`, `--snapshot-date=${date}`, `--output=${output}`];
    const { errors } = await runCli([
      ...where,
      `--warehouse=duckdb:${file}`,
      "--detail-requests=20",
    ]);
    expect(errors).toEqual([]);
    const store = new CloudObjectStore(output, newRunId());
    const warehouse = new BigQueryWarehouse(project, dataset, { near: store });
    for (const [pipeline, held, table] of [
      ["date-dim", dateDim, dateDim],
      ["asset-dim", cryptoAssetDim, cryptoAssetDim],
      ["market-snapshot", cryptoMarketSnapshotFact, fact],
    ] as const) {
      const csv = await csvOf(store, pipeline);
      const here = await duckDbRows(file, held);
      expect(here).toHaveLength(csv.rows);
      await warehouse.prepare(table);
      for (const _ of ["once", "again"]) {
        expect(await warehouse.load(table, csv, {})).toBe(csv.rows);
        const there = await readRows(bigquery.url, table);
        expect(there.map((row) => JSON.stringify(row)).sort()).toEqual(
          here.map((row) => JSON.stringify(row)).sort(),
        );
      }
    }
  }, 900_000);

  it("give a table of the first version its later columns, and leave its rows", async () => {
    const output = `gs://${bucket}/earlier`;
    const { errors } = await runCli([
      ...["date-dim", `--snapshot-date=${date}`, "--warehouse=none", `--output=${output}`],
      "--end-date=2020-03-31",
    ]);
    expect(errors).toEqual([]);
    const store = new CloudObjectStore(output, newRunId());
    const csv = await csvOf(store, "date-dim");
    const now = await textOf(store, csv.path);
    const warehouse = new BigQueryWarehouse(project, "earlier", { near: store });
    await loadFirst(warehouse, dateDim, await writeFirstCsv(store, dateDim, date), date);
    await warehouse.prepare(dateDim);
    const before = await readRows(bigquery.url, dateDim, "earlier");
    expect(before).toHaveLength(csv.rows);
    expect(before[0]).toMatchObject({ date: "2020-01-01", is_month_end: false, year_month: null });

    await store.write(csv.path, now, { contentType: "text/csv" });
    await warehouse.load(dateDim, csv, {});
    const after = await readRows(bigquery.url, dateDim, "earlier");
    expect(after.find((row) => row.date === "2020-03-31")).toMatchObject({
      ...{ is_month_end: true, iso_week_start: "2020-03-30", days_in_month: 31 },
    });
  }, 300_000);
});

async function textOf(store: ObjectStore, path: string): Promise<string> {
  const content = await store.read(path);
  if (!content) throw new Error(`There is no ${path}.`);
  return text(content);
}

/** The CSV that a run wrote, by its report. */
async function csvOf(store: ObjectStore, pipeline: string): Promise<CsvFile> {
  const content = await store.read(`runs/${pipeline}/${date}.json`);
  const { files } = (content && (await json(content))) as RunReport;
  const csv = files.find(({ path }) => path.endsWith(".csv"));
  if (!csv) throw new Error(`${pipeline} wrote no CSV.`);
  return { store, ...csv };
}

/** A table's rows by the API's `tabledata.list`, page by page. */
async function readRows(server: string, table: TableSpec, from = dataset): Promise<Row[]> {
  const tables = `${server}/bigquery/v2/projects/${project}/datasets/${from}/tables`;
  const url = `${tables}/${table.name}/data?formatOptions.useInt64Timestamp=true&maxResults=5000`;
  const cells: (string | null)[][] = [];
  for (let token = ""; ;) {
    const answer = await fetch(token === "" ? url : `${url}&pageToken=${token}`);
    const { rows = [], pageToken = "" } = (await answer.json()) as {
      rows?: { f: { v: string | null }[] }[];
      pageToken?: string;
    };
    cells.push(...rows.map(({ f }) => f.map(({ v }) => v)));
    if (pageToken === "") return rowsOf(table, cells);
    token = encodeURIComponent(pageToken);
  }
}
