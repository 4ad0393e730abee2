import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { localBigQueryMissing, startLocalBigQuery } from "../../../emulators/tools/local_bigquery";
import { readChecks } from "../../../pipelines/check/check_file";
import { runChecks } from "../../../pipelines/check/run_checks";
import { namedQueries } from "../../../pipelines/query/named_queries";
import { openQueryTarget } from "../../../pipelines/query/open_query_target";
import type { Cell, QueryTarget } from "../../../pipelines/query/query_target";
import { BigQueryWarehouse } from "../../../pipelines/warehouses/bigquery/warehouse";
import { readViews } from "../../../pipelines/warehouses/view_files";
import { allTables } from "../../../schemas/tables";
import { bigQueryViewDdl } from "../../../schemas/views/bigquery_view_ddl";
import { askQuery } from "../../support/ask_query";
import { describeUnless } from "../../support/describe_unless";
import { duckDbRows } from "../../support/duckdb_rows";
import { askCheck } from "../../support/run_check";
import { runInProcess } from "../../support/run_in_process";
import { temporaryFolder } from "../../support/temporary_folder";

const project = "demo-project";
const dataset = "crypto";
/** A day without a snapshot is among them. */
const days = ["2026-01-02", "2026-01-03", "2026-01-05"];

/** The stand-in's BIGNUMERIC has 38 digits, 18 of them behind the point: a product overflows there. */
const beyond = "crypto_market_in_currency";

/** What the sample market of some days does not do by itself. */
const unusual = `
  UPDATE crypto_market_snapshot_fact SET name = 'Renamed', symbol = 'new'
    WHERE snapshot_date = '2026-01-05' AND market_cap_rank = 3;
  DELETE FROM crypto_market_snapshot_fact WHERE snapshot_date = '2026-01-03' AND market_cap_rank = 5;
  DELETE FROM crypto_market_snapshot_fact WHERE snapshot_date = '2026-01-05' AND market_cap_rank = 7;
  DELETE FROM crypto_market_snapshot_fact WHERE snapshot_date = '2026-01-02' AND market_cap_rank = 9;
  UPDATE crypto_market_snapshot_fact SET last_updated = last_updated - INTERVAL 3 DAY
    WHERE snapshot_date = '2026-01-05' AND market_cap_rank = 4;
  INSERT INTO crypto_market_history_fact
    SELECT snapshot_date - 30, asset_id, 'usd', current_price / 3, market_cap, NULL,
      (snapshot_date - 30)::TIMESTAMPTZ, ingested_at
    FROM crypto_market_snapshot_fact WHERE snapshot_date = '2026-01-05' AND current_price > 0;
  INSERT INTO crypto_market_history_fact
    SELECT snapshot_date - days.back::INTEGER, asset_id, 'usd',
      current_price * (1 + sin(days.back * market_cap_rank) / 10), market_cap, NULL,
      (snapshot_date - days.back::INTEGER)::TIMESTAMPTZ, ingested_at
    FROM crypto_market_snapshot_fact, range(1, 16) AS days (back)
    WHERE snapshot_date = '2026-01-02' AND market_cap_rank <= 4;
  INSERT INTO crypto_asset_contract
    VALUES ('ethereum', '0xA', '0xa', 'old', '2026-01-01', '2026-01-02', false, '2026-01-05'),
      ('ethereum', '0xA', '0xa', 'new', '2026-01-03', '2026-01-05', true, '2026-01-05'),
      ('ethereum', '0xA', '0xa', 'other', '2026-01-02', '2026-01-05', true, '2026-01-05');
  INSERT INTO crypto_market_snapshot_rejects
    VALUES ('2026-01-02', 1, 'market-snapshot', 'https://x', 'a', 'no number', 'name', '{"a": 1}')`;

describeUnless(localBigQueryMissing())("views, questions and checks in both warehouses", () => {
  const folder = temporaryFolder();
  const targets: QueryTarget[] = [];
  let server: Awaited<ReturnType<typeof startLocalBigQuery>>;

  beforeAll(async () => {
    server = await startLocalBigQuery(project, "http://127.0.0.1:9");
    const file = join(folder(), "warehouse.duckdb");
    for (const day of days) {
      await runInProcess("--source=sample:40", `--snapshotDate=${day}`, `--output=${folder()}`);
    }
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(unusual);
    connection.closeSync();
    instance.closeSync();
    process.env.BIGQUERY_EMULATOR_HOST = server.url;
    await new BigQueryWarehouse(project, dataset).prepare(...allTables);
    await copyTables(file);
    for (const view of readViews("bigquery")) {
      const ddl = bigQueryViewDdl(view, view.sql);
      await statement(ddl.replaceAll("{{ dataset }}", `${project}.${dataset}`));
    }
    for (const warehouse of [`duckdb:${file}`, `bigquery:${project}.${dataset}`]) {
      const asked = { warehouse, otherWarehouses: [], maxBytes: 1e12 };
      targets.push(await openQueryTarget(asked, () => undefined));
    }
  }, 900_000);
  afterAll(async () => {
    delete process.env.BIGQUERY_EMULATOR_HOST;
    for (const target of targets) await target.close();
    await server.stop();
  });

  it.each(
    readViews("bigquery")
      .map(({ name }) => name)
      .filter((name) => name !== beyond),
  )(
    "%s is the same",
    async (view) => {
      const [duckDb = [], bigQuery = []] = await onBoth((target) =>
        linesOf(target, `SELECT * FROM ${view}`),
      );
      expect(bigQuery.sort()).toEqual(duckDb.sort());
      expect(duckDb.length).toBeGreaterThan(0);
    },
    60_000,
  );

  it.each(namedQueries().filter(({ isView }) => !isView))(
    "$name has the same answer, in the same order",
    async (query) => {
      const [duckDb = [], bigQuery = []] = await onBoth((target) =>
        linesOf(target, query.sql(target.dialect, `${project}.${dataset}`)),
      );
      expect(bigQuery).toEqual(duckDb);
      expect(duckDb.length).toBeGreaterThan(0);
    },
    60_000,
  );

  it("the checks find the same", async () => {
    for (const day of [...days, "2026-01-04"]) {
      const [duckDb = [], bigQuery = []] = await onBoth((target) =>
        runChecks(target, readChecks(), day),
      );
      const shown = (results: typeof duckDb) =>
        results.map(({ check_name, passed, observed }) => [check_name, passed, rounded(observed)]);
      expect(shown(bigQuery)).toEqual(shown(duckDb));
    }
  }, 120_000);

  it("the results of the checks are kept once a day", async () => {
    const warehouse = `--warehouse=bigquery:${project}.${dataset}`;
    const kept = `SELECT snapshot_date, COUNT(*) AS results FROM crypto_check_results GROUP BY 1 ORDER BY 1`;
    for (const days of ["2026-01-02..2026-01-03", "2026-01-03"]) {
      expect(await askCheck(warehouse, `--snapshotDate=${days}`)).toMatchObject({ stderr: "" });
    }
    const { stdout } = await askQuery(kept, warehouse, "--csv");
    const count = readChecks().length;
    expect(stdout).toBe(
      `snapshot_date,results\n2026-01-02,${count}\n2026-01-03,${count}\n2026-01-05,${count}\n`,
    );
  }, 300_000);

  async function onBoth<T>(step: (target: QueryTarget) => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    for (const target of targets) results.push(await step(target));
    return results;
  }

  async function copyTables(file: string): Promise<void> {
    for (const { name, columns } of allTables) {
      // The calendar has a row a day of many years.
      const where = name === "date_dim" ? "WHERE date BETWEEN '2026-01-01' AND '2026-01-31'" : "";
      const rows = await duckDbRows(file, `SELECT * FROM ${name} ${where}`);
      const selects = rows.map((row) => {
        const values = columns.map((column) => {
          const value = JSON.stringify(row[column.name] ?? null);
          return `CAST(${value} AS ${column.type}) AS \`${column.name}\``;
        });
        return `SELECT ${values.join(", ")}`;
      });
      const into = columns.map((column) => `\`${column.name}\``).join(", ");
      for (let first = 0; first < selects.length; first += 50) {
        const part = selects.slice(first, first + 50).join(" UNION ALL ");
        await statement(`INSERT INTO ${dataset}.${name} (${into}) ${part}`);
      }
    }
  }

  async function statement(sql: string): Promise<void> {
    const response = await fetch(`${server.url}/bigquery/v2/projects/${project}/queries`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: sql, useLegacySql: false }),
    });
    if (!response.ok) throw new Error(`${sql.slice(0, 300)}: ${await response.text()}`);
  }
});

/** The rows of an answer as lines. */
async function linesOf(target: QueryTarget, sql: string): Promise<string[]> {
  const { columns, rows } = await target.run(sql);
  const lines: string[] = [];
  for await (const part of rows) {
    for (const row of part) {
      lines.push(
        row.map((cell, index) => `${columns[index]?.name ?? ""}=${shown(cell)}`).join(" "),
      );
    }
  }
  return lines;
}

/** A sum of doubles depends on their order in its last digits. */
function shown(cell: Cell): string {
  if (typeof cell === "string" && /^\d{4}-\d\d-\d\dT/.test(cell))
    return new Date(cell).toISOString();
  return JSON.stringify(typeof cell === "number" ? rounded(cell) : cell);
}

function rounded(number: number | null): number | null {
  return number === null ? null : Number(number.toPrecision(9));
}
