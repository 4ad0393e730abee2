import { allTables } from "../../../schemas/tables";
import {
  type CloudDoubles,
  bucket,
  project,
  startCloudDoubles,
} from "../../../emulators/google/cloud_doubles";
import { localBigQueryMissing, startLocalBigQuery } from "../../../emulators/tools/local_bigquery";
import { BigQueryWarehouse } from "../../../pipelines/warehouses/bigquery/warehouse";
import { describeUnless } from "../../support/describe_unless";
import { runCli } from "../../support/run_cli";

const dataset = "crypto";
const warehouse = `--warehouse=bigquery:${project}.${dataset}`;

describeUnless(localBigQueryMissing())("query against local-bigquery", () => {
  let server: Awaited<ReturnType<typeof startLocalBigQuery>>;
  const query = (...args: string[]) =>
    runCli(["query", ...args, warehouse], { env: { BIGQUERY_EMULATOR_HOST: server.url } });

  beforeAll(async () => {
    server = await startLocalBigQuery(project, "http://127.0.0.1:9");
    process.env.BIGQUERY_EMULATOR_HOST = server.url;
    const made = new BigQueryWarehouse(project, dataset);
    delete process.env.BIGQUERY_EMULATOR_HOST;
    await made.prepare(...allTables);
    await statement(
      `INSERT INTO ${dataset}.crypto_asset_dim (asset_id, category, first_seen_date, last_seen_date, is_active)
       SELECT id, IF(id = 'c', NULL, 'Meme'), DATE '2026-01-02', DATE '2026-01-02', TRUE
       FROM UNNEST(['a', 'b', 'c']) AS id`,
    );
    await statement(
      `INSERT INTO ${dataset}.crypto_market_snapshot_fact
         (snapshot_date, asset_id, vs_currency, market_cap, last_updated, ingested_at)
       SELECT DATE '2026-01-02', id, 'usd', NUMERIC '12.5',
         TIMESTAMP '2026-01-02 03:04:05.678+00', TIMESTAMP '2026-01-02 03:05:00+00'
       FROM UNNEST(['a', 'b', 'c']) AS id`,
    );
  }, 600_000);
  afterAll(() => server.stop());

  it("prints a table of tables named without their dataset, and what BigQuery reads", async () => {
    const sql = `SELECT asset_id, market_cap, last_updated FROM crypto_market_snapshot_fact
      WHERE snapshot_date = '2026-01-02' ORDER BY asset_id LIMIT 2`;
    const { code, stdout, stderr } = await query(sql);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        "asset_id  market_cap  last_updated\n" +
        "a               12.5  2026-01-02T03:04:05.678Z\n" +
        "b               12.5  2026-01-02T03:04:05.678Z\n",
    });
    expect(stderr).toMatch(
      /^BigQuery reads \d\S* \w+ for this\.\n2 rows, from bigquery:demo-project\.crypto\n$/,
    );
  });

  it("answers by name with a view's SQL, although the dataset has no views", async () => {
    const { code, stdout } = await query("crypto_category_daily", "--json");
    const rows = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(0);
    expect(rows.map(({ category, coins, market_cap }) => [category, coins, market_cap])).toEqual(
      expect.arrayContaining([
        ["Meme", 2, 25],
        [null, 1, 12.5],
      ]),
    );
  });

  it("reads a long result page by page", async () => {
    const { code, stdout } = await query(
      "SELECT n FROM UNNEST(GENERATE_ARRAY(1, 25000)) AS n",
      "--csv",
    );
    const numbers = stdout.trim().split("\n").slice(1).map(Number);
    expect([code, numbers.length, new Set(numbers).size]).toEqual([0, 25_000, 25_000]);
  });

  it("says of a missing table which names are near", async () => {
    const { code, stderr } = await query("SELECT * FROM crypto_asset_dims");
    expect([code, stderr]).toEqual([
      1,
      "bigquery:demo-project.crypto has no table crypto_asset_dims. Did you mean crypto_asset_dim?\n",
    ]);
  });

  it("answers a question by name, and says how to make the views that another one reads", async () => {
    expect((await query("largest-coins", "--csv")).stdout.split("\n")).toEqual([
      "market_cap_rank,asset_id,name,current_price,market_cap,price_change_percentage_24h",
      ...["a", "b", "c"].map((id) => `,${id},,,12.5,`),
      "",
    ]);
    const { code, stderr } = await query("month_ends");
    expect([code, stderr]).toEqual([
      1,
      "bigquery:demo-project.crypto has no view crypto_market_totals. " +
        "Make the views: scripts/setup.sh --project=demo-project --dataset=crypto --views.\n",
    ]);
  });

  it("runs nothing that would change something", async () => {
    const { code, stderr } = await query(
      "WITH a AS (SELECT 1) DELETE FROM crypto_asset_dim WHERE true",
    );
    expect(code).not.toBe(0);
    expect(stderr).not.toBe("");
    expect((await query("SELECT COUNT(*) AS n FROM crypto_asset_dim", "--csv")).stdout).toBe(
      "n\n3\n",
    );
  });

  async function statement(sql: string): Promise<void> {
    const response = await fetch(`${server.url}/bigquery/v2/projects/${project}/queries`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: sql, useLegacySql: false }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
});

describe("query against the double", () => {
  let doubles: CloudDoubles;
  beforeAll(async () => {
    doubles = await startCloudDoubles();
  });
  afterAll(() => doubles.stop());

  it("counts the rows of a run", async () => {
    const run = await runCli(
      [
        "date-dim",
        "--startDate=2026-01-01",
        "--endDate=2026-01-31",
        `--output=gs://${bucket}/q`,
        warehouse,
      ],
      { env: doubles.env },
    );
    expect(run.code).toBe(0);
    const sql = `SELECT COUNT(*) AS row_count FROM \`${project}.${dataset}.date_dim\``;
    expect(await runCli(["query", sql, "--json", warehouse], { env: doubles.env })).toMatchObject({
      code: 0,
      stdout: '{"row_count":31}\n',
    });
  });

  it("says that the data of the sample market is made up", async () => {
    const market = ["market-snapshot", "--source=sample:20", "--snapshotDate=2026-01-02"];
    const made = `--warehouse=bigquery:${project}.made_up`;
    const output = `--output=gs://${bucket}/made_up`;
    const options = { env: doubles.env };
    expect((await runCli([...market, output, made], options)).code).toBe(0);
    const table = `\`${project}.made_up.crypto_market_snapshot_fact\``;
    const sql = `SELECT COUNT(*) AS row_count FROM ${table} WHERE \`snapshot_date\` = DATE '2026-01-02'`;
    expect((await runCli(["query", sql, made], options)).stderr).toMatch(
      /1 row, from bigquery:\S+made_up \(made-up data of the sample market\)\n$/,
    );
  });

  it("says of a missing dataset which option to correct", async () => {
    const args = ["query", "SELECT 1", `--warehouse=bigquery:${project}.nothing`];
    const { code, stderr } = await runCli(args, { env: doubles.env });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^BigQuery refused bigquery\.datasets\.get for bigquery:demo-project\.nothing: .*--warehouse=bigquery:PROJECT\.DATASET\.\n$/,
    );
  });
});
