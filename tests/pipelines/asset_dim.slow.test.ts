import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../pipelines/sample_market/serve_sample_market";
import { log } from "../../pipelines/core/log";
import { duckDbRows } from "../support/duckdb_rows";
import { csvRecords, dataHashes, strayFiles } from "../support/output_files";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
let market: SampleMarketServer;
beforeAll(async () => {
  log.level = "error";
  market = await serveSampleMarket({ coins: 400, date: "2026-01-02" });
});
afterAll(() => market.close());

function run(output: string, date: string, ...more: string[]) {
  const where = [`--source=${market.url}`, `--snapshot-date=${date}`, `--output=${output}`];
  return runInProcess("asset-dim", ...where, "--detail-requests=10", ...more);
}

const dimension = (output: string) => csvRecords(output, "dimensions/asset_dim.csv");
const detailed = (output: string) =>
  dimension(output).filter((record) => record.details_updated_at !== "").length;

test("a first run is complete in rows and gets richer every day", async () => {
  const output = join(folder(), "richer");
  const [first] = await run(output, "2026-01-02");
  expect(first?.counts.rows).toBe(market.served("coins_list").distinctCoins);
  expect(dimension(output)).toHaveLength(first?.counts.rows ?? NaN);
  expect(detailed(output)).toBe(10);
  await run(output, "2026-01-03");
  expect(detailed(output)).toBe(20);
  const dates = new Set(
    dimension(output).map((r) => `${r.first_seen_date ?? ""} ${r.last_seen_date ?? ""}`),
  );
  expect([...dates]).toEqual(["2026-01-02 2026-01-03"]);
  const [{ rows } = { rows: 0 }] = await duckDbRows(
    join(output, "warehouse.duckdb"),
    "SELECT count(*)::INTEGER AS rows FROM crypto_asset_dim WHERE is_active",
  );
  expect(rows).toBe(first?.counts.rows);
});

test("the details that come first are those of the largest coins", async () => {
  const output = join(folder(), "largest");
  await run(output, "2026-01-02");
  const ranks = dimension(output)
    .filter((record) => record.details_updated_at !== "")
    .map((record) => Number(record.market_cap_rank));
  expect(Math.max(...ranks)).toBeLessThanOrEqual(20);
});

test("a repeat makes no call and gives the same bytes, also on a day before the newest", async () => {
  const output = join(folder(), "repeat");
  await run(output, "2026-01-02");
  await run(output, "2026-01-03");
  const before = dataHashes(output);
  for (const date of ["2026-01-03", "2026-01-02"]) {
    const [report] = await run(output, date);
    expect(report?.api.requests).toBe(0);
    expect(dataHashes(output)).toEqual(before);
  }
  expect(strayFiles(output)).toEqual([]);
});

test("a coin that left the list stays, inactive and without a rank; it comes back as it was", async () => {
  const output = join(folder(), "left");
  const smaller = await serveSampleMarket({ coins: 300, date: "2026-01-03" });
  try {
    await run(output, "2026-01-02");
    const known = dimension(output).length;
    await runInProcess(
      "asset-dim",
      ...[`--source=${smaller.url}`, "--snapshot-date=2026-01-03", `--output=${output}`],
    );
    const gone = dimension(output).filter((record) => record.is_active === "false");
    expect(dimension(output).length).toBeGreaterThanOrEqual(known);
    expect(gone.length).toBeGreaterThan(0);
    expect(new Set(gone.map((record) => record.market_cap_rank))).toEqual(new Set([""]));
    expect(new Set(gone.map((record) => record.last_seen_date))).toEqual(new Set(["2026-01-02"]));
    await run(output, "2026-01-04");
    const back = new Map(dimension(output).map((record) => [record.asset_id, record]));
    for (const { asset_id } of gone) expect(back.get(asset_id)?.is_active).toBe("true");
  } finally {
    await smaller.close();
  }
});

test("with other coins than all, only those asked for change and are judged", async () => {
  const output = join(folder(), "part");
  await run(output, "2026-01-02");
  const before = new Map(dimension(output).map((record) => [record.asset_id, record]));
  const [first, second] = [...before.keys()];
  await run(output, "2026-01-05", `--coins=ids:${first ?? ""},no-such-coin`);
  const changed = dimension(output).filter(
    (record) => JSON.stringify(record) !== JSON.stringify(before.get(record.asset_id)),
  );
  expect(changed.map((record) => record.asset_id)).toEqual([first]);
  expect(changed[0]?.last_seen_date).toBe("2026-01-05");
  expect(before.get(second)).toEqual(dimension(output).find((r) => r.asset_id === second));
});

test("a dimension without the newest columns is read; one of another shape is left untouched", async () => {
  const output = join(folder(), "older");
  await run(output, "2026-01-02");
  const file = join(output, "dimensions/asset_dim.csv");
  const lines = readFileSync(file, "utf8")
    .replace(/,last_checked_date$/m, "")
    .split("\n");
  const older = lines.map((line, index) => (index === 0 ? line : line.replace(/,[^,]*$/, "")));
  const copy = join(folder(), "older-copy");
  mkdirSync(join(copy, "dimensions"), { recursive: true });
  writeFileSync(join(copy, "dimensions/asset_dim.csv"), older.join("\n"));
  const [report] = await run(copy, "2026-01-03");
  expect(report?.counts.rows).toBe(dimension(output).length);
  expect(new Set(dimension(copy).map((r) => r.first_seen_date))).toEqual(new Set(["2026-01-02"]));

  const strange = join(folder(), "strange");
  mkdirSync(join(strange, "dimensions"), { recursive: true });
  writeFileSync(join(strange, "dimensions/asset_dim.csv"), "coin,price\nbitcoin,1\n");
  copyFileSync(join(strange, "dimensions/asset_dim.csv"), join(strange, "before.csv"));
  await expect(run(strange, "2026-01-03")).rejects.toThrow(/asset_dim/);
  expect(readFileSync(join(strange, "dimensions/asset_dim.csv"))).toEqual(
    readFileSync(join(strange, "before.csv")),
  );
});
