import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../pipelines/coingecko/sample_market/serve_sample_market";
import { tables } from "../../schemas/tables";
import { duckDbRows } from "../sinks/duckdb_rows";
import { rowsOf } from "../support/bigquery_rows";
import { type CloudDoubles, startCloudDoubles } from "../support/cloud_doubles";
import { CloudOutput } from "../support/cloud_output";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";

const date = "2026-01-02";
const key = "CG-key/of+a test=";
const folder = temporaryFolder();
let doubles: CloudDoubles;
let market: SampleMarketServer;

beforeAll(async () => {
  doubles = await startCloudDoubles("EU");
  market = await serveSampleMarket({ coins: 3_000, date });
});
afterAll(async () => {
  await Promise.all([doubles.stop(), market.close()]);
});

const run = (output: CloudOutput, ...more: string[]) =>
  runCli(
    [
      `--source=${market.url}`,
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
  const rows = tables.map(({ name }) => doubles.bigquery.table(output.name, name).rows().join());
  return Buffer.concat([...objects, Buffer.from(rows.join())]);
}

test("the tables hold the same as DuckDB's; a repeat changes nothing, another day stays", async () => {
  const output = new CloudOutput(doubles, "all");
  const first = await run(output);
  expect(first.errors).toEqual([]);
  expect(first.code).toBe(0);

  const local = join(folder(), "local");
  const where = [`--source=${market.url}`, `--snapshot-date=${date}`, `--output=${local}`];
  expect((await runCli([...where, "--detail-requests=20"])).code).toBe(0);
  for (const table of tables) {
    const fetched = new Set(["ingested_at", "details_updated_at"]);
    const columns = { ...table, columns: table.columns.filter(({ name }) => !fetched.has(name)) };
    const indexes = columns.columns.map(({ name }) =>
      table.columns.findIndex((column) => column.name === name),
    );
    const cells = doubles.bigquery.table(output.name, table.name).rows();
    const there = rowsOf(
      columns,
      cells.map((row) => indexes.map((index) => row[index] ?? null)),
    );
    const here = await duckDbRows(join(local, "warehouse.duckdb"), columns);
    expect(there).toHaveLength(here.length);
    const keyOf = (row: object) => JSON.stringify(row);
    expect(there.map(keyOf).sort()).toEqual(here.map(keyOf).sort());
  }

  const next = await run(output, "market-snapshot", "--snapshot-date=2026-01-03");
  expect(next.code).toBe(0);
  const [before, jobs] = [everyByteOfData(output), doubles.bigquery.jobs];
  const requests = market.requests.length;
  expect((await run(output)).code).toBe(0);
  expect(everyByteOfData(output).equals(before)).toBe(true);
  expect(doubles.bigquery.jobs).toBe(jobs);
  expect(market.requests).toHaveLength(requests);
  expect(output.paths().filter((path) => path.startsWith(".tmp/"))).toEqual([]);
});

test("the key is in no object, row, call or log line", async () => {
  const output = new CloudOutput(doubles, "secret");
  const wrong = await run(output, "market-snapshot", "--verbose", "--max-rejects=0");
  const texts = [wrong.stdout, wrong.stderr, everyByte(output).toString("latin1")];
  texts.push(JSON.stringify([doubles.storage.calls, doubles.bigquery.calls]));
  for (const form of [key, encodeURIComponent(key), Buffer.from(key).toString("base64")]) {
    for (const text of texts) expect(text).not.toContain(form);
  }
});

/** Everything but the reports, which tell when the run was. */
function everyByteOfData(output: CloudOutput): Buffer {
  const paths = output.paths().filter((path) => !path.startsWith("runs/"));
  const rows = tables.map(({ name }) => doubles.bigquery.table(output.name, name).rows().join());
  return Buffer.concat([...paths.map((path) => output.content(path)), Buffer.from(rows.join())]);
}
