import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import type { Row, TableSpec } from "../../../schemas/table";
import { dailyRecordTables, dailyRejectTables, dailyTables } from "../../support/daily_tables";
import { duckDbRows } from "../../warehouses/duckdb/rows";
import { type CloudDoubles, startCloudDoubles } from "../../../emulators/google/cloud_doubles";
import { CloudOutput } from "../../support/cloud_output";
import { runCli } from "../../support/run_cli";
import { temporaryFolder } from "../../support/temporary_folder";

const date = "2026-01-02";
const key = "CG-key/of+a test=";
const folder = temporaryFolder();
let doubles: CloudDoubles;
let market: SampleMarketServer;
let small: SampleMarketServer;

beforeAll(async () => {
  doubles = await startCloudDoubles("EU");
  const faults = { brokenElements: 0.002 };
  market = await serveSampleMarket({ coins: 4_000, date, faults });
  small = await serveSampleMarket({ coins: 600, date, faults: { brokenElements: 0.02 } });
});
afterAll(async () => {
  await Promise.all([doubles.stop(), market.close(), small.close()]);
});

const allTables: readonly TableSpec[] = [...dailyTables, ...dailyRecordTables];

/** What differs between any two runs. */
const ofTheRun = new Set(
  ["ingested_at", "details_updated_at", "run_id", "started_at", "finished_at"].concat(
    ["csv_bytes", "csv_sha256"], // of files that hold such times
  ),
);

/** A table without such columns. */
function lasting(table: TableSpec): TableSpec {
  return { ...table, columns: table.columns.filter(({ name }) => !ofTheRun.has(name)) };
}

const only = ({ columns }: TableSpec, row: Row): Row =>
  Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]));

const texts = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).sort();

const run = (output: CloudOutput, ...more: string[]) => runOn(market, output, ...more);

const runOn = ({ url }: SampleMarketServer, output: CloudOutput, ...more: string[]) =>
  runCli(
    [
      `--source=${url}`,
      `--snapshot-date=${date}`,
      "--detail-requests=20",
      ...output.options,
    ].concat(more),
    { env: { ...doubles.env, COINGECKO_API_KEY: key } },
  );

/** All that a run wrote: the objects, unpacked, and the rows. */
function everyByte(output: CloudOutput): Buffer {
  const objects = output.paths().map((path) => {
    const content = output.content(path);
    return path.endsWith(".gz") ? gunzipSync(content) : content;
  });
  const rows = allTables.map((table) => texts(output.rows(table)).join());
  return Buffer.concat([...objects, Buffer.from(rows.join())]);
}

test("the tables equal DuckDB's; a repeat changes nothing, another day is kept", async () => {
  const output = new CloudOutput(doubles, "all");
  const first = await run(output);
  expect(first.errors).toEqual([]);
  expect(first.code).toBe(0);

  const local = join(folder(), "local");
  const where = [`--source=${market.url}`, `--snapshot-date=${date}`, `--output=${local}`];
  expect((await runCli([...where, "--detail-requests=20"])).code).toBe(0);
  for (const table of allTables) {
    const columns = lasting(table);
    const here = await duckDbRows(join(local, "warehouse.duckdb"), columns);
    expect(here.length).toBeGreaterThan(0);
    const there = output.rows(table).map((row) => only(columns, row));
    expect(texts(there)).toEqual(texts(here));
  }

  const next = await run(output, "market-snapshot", "--snapshot-date=2026-01-03");
  expect(next.code).toBe(0);
  const dataJobs = () =>
    [...dailyTables, ...dailyRejectTables].map(({ name }) => doubles.bigquery.jobsInto(name));
  const [before, jobs] = [everyByteOfData(output), dataJobs()];
  const requests = market.requests.length;
  expect((await run(output)).code).toBe(0);
  expect(everyByteOfData(output).equals(before)).toBe(true);
  expect(dataJobs()).toEqual(jobs);
  expect(market.requests).toHaveLength(requests);
  expect(output.paths().filter((path) => path.startsWith(".tmp/"))).toEqual([]);
});

test("the key is in no object, row, call or log line", async () => {
  const output = new CloudOutput(doubles, "secret");
  const good = await runOn(small, output, "--verbose", "--max-rejects=50%");
  const wrong = await runOn(small, output, "market-snapshot", "--max-rejects=0");
  expect([good.code, wrong.code]).toEqual([0, 1]);
  const said = [good.stdout, good.stderr, wrong.stdout, wrong.stderr];
  said.push(everyByte(output).toString("latin1"));
  said.push(JSON.stringify([doubles.storage.calls, doubles.bigquery.calls]));
  for (const form of [key, encodeURIComponent(key), Buffer.from(key).toString("base64")]) {
    for (const text of said) expect(text).not.toContain(form);
  }
});

/** Everything except the reports, which contain the time of the run. */
function everyByteOfData(output: CloudOutput): Buffer {
  const paths = output.paths().filter((path) => !path.startsWith("runs/"));
  const rows = [...dailyTables, ...dailyRejectTables].map((table) =>
    texts(output.rows(table)).join(),
  );
  return Buffer.concat([...paths.map((path) => output.content(path)), Buffer.from(rows.join())]);
}
