import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type ArchivedDays, archiveDays, dataOf } from "../support/archived_days";
import { duckDbRows } from "../support/duckdb_rows";
import { dataHashes, reportIn, strayFiles } from "../support/output_files";
import { runCli, startCli } from "../support/run_cli";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const dates = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"];
const [first = "", second = "", third = ""] = dates;
const pipelines = ["date-dim", "market-snapshot", "asset-dim"];
const folder = temporaryFolder();

/** What runs of a day each have left, and what they are compared with. */
let singles: ArchivedDays;
let expected: Awaited<ReturnType<typeof dataOf>>;
let range: string;

beforeAll(async () => {
  singles = await archiveDays(join(folder(), "singles"), dates);
  ({ range } = singles);
  expected = await dataOf(singles.output);
}, 120_000);

const sample = (output: string) => [...singles.options, `--output=${output}`];

/** An output that has the archive of the days, and nothing else, under the name of a source. */
function archived(name: string, source?: string, ofDays = dates): string {
  const output = join(folder(), name);
  singles.copyTo(output, source, ofDays);
  return output;
}

const failedDays = (output: string, pipeline: string) =>
  dates.filter((day) => reportIn(output, pipeline, day).state === "FAILED");

test("days of one run are those of single runs, byte for byte and table for table", async () => {
  const output = archived("range");
  const reports = await runInProcess(...sample(output), `--snapshotDate=${range}`);
  expect(reports.map(({ pipeline, snapshot_date }) => [pipeline, snapshot_date])).toEqual(
    pipelines.flatMap((pipeline) => dates.map((day) => [pipeline, day])),
  );
  expect(await dataOf(output)).toEqual(expected);
  expect(strayFiles(output)).toEqual([]);
  for (const report of reports) {
    const single = reportIn(singles.output, report.pipeline, report.snapshot_date);
    const { counts, table_counts, top_movers, moved_contracts, missing_ids } = single;
    expect(report).toMatchObject({ counts, table_counts, missing_ids, api: { requests: 0 } });
    expect([report.top_movers, report.moved_contracts]).toEqual([top_movers, moved_contracts]);
  }
});

test("days in two runs, the later first, and a list of them, give the same dimension", async () => {
  const output = archived("halves");
  for (const dates of [`2026-03-04,${second}`, `${first},${third}`]) {
    await runInProcess("date-dim", "asset-dim", ...sample(output), `--snapshotDate=${dates}`);
  }
  const ofDimensions = (all: Record<string, string>) =>
    Object.entries(all).filter(([path]) => path.startsWith("dimensions/"));
  expect(ofDimensions(dataHashes(output))).toEqual(ofDimensions(dataHashes(singles.output)));
});

test("a further table that the last day can't fill is filled by the others, and the day says so", async () => {
  const last = dates.at(-1) ?? "";
  const output = archived("without platforms", "coingecko");
  const place = join(output, "raw", "coingecko", last);
  for (const file of readdirSync(place)) {
    if (file.startsWith("asset_platforms@")) rmSync(join(place, file));
  }
  const reports = await runInProcess(
    ...["asset-dim", "--source=public", `--output=${output}`, `--snapshotDate=${range}`],
  );
  const saying = reports.filter(({ warnings }) =>
    warnings.some((one) => one.startsWith("The table asset_platform_dim was left as it was")),
  );
  expect(saying.map(({ snapshot_date }) => snapshot_date)).toEqual([last]);
  const platforms = await duckDbRows(join(output, "warehouse.duckdb"), "FROM asset_platform_dim");
  expect(platforms).toHaveLength(expected.rows.asset_platform_dim?.length ?? 0);
});

describe("days that are done", () => {
  let output: string;
  const run = (...argv: string[]) =>
    runInProcess(...sample(output), `--snapshotDate=${range}`, ...argv);

  beforeEach(async () => {
    output = archived("done");
    await run();
  }, 60_000);
  afterEach(() => {
    rmSync(output, { recursive: true });
  });

  it("are passed over, unless the run is forced", async () => {
    const before = reportIn(output, "asset-dim", first);
    expect(await run()).toEqual([]);
    expect(reportIn(output, "asset-dim", first)).toEqual(before);
    expect(await run("--force")).toHaveLength(12);
    expect(await dataOf(output)).toEqual(expected);
  });

  it("keep their reports where a later run ends before it reaches them", async () => {
    const before = reportIn(output, "market-snapshot", first);
    const args = [...sample(output), `--snapshotDate=${range}`, `--warehouse=duckdb:${output}`];
    const { code, errors } = await runCli([...args, "--force"]);
    expect([code, errors]).toEqual([1, [expect.stringContaining("is a directory")]]);
    expect(reportIn(output, "market-snapshot", first)).toEqual(before);
    expect(strayFiles(output)).toEqual([]);
  });

  it("are made again where an answer, an option, a file or the warehouse has changed", async () => {
    const made = async (...argv: string[]) =>
      (await run(...argv)).map(({ pipeline, snapshot_date }) => `${pipeline} ${snapshot_date}`);
    rename(output, second, "coins_markets/usd");
    expect(await made()).toEqual([`market-snapshot ${second}`, `asset-dim ${second}`]);
    rename(output, third, "extras");
    expect(await made()).toEqual([`market-snapshot ${third}`]);
    rmSync(join(output, "daily_snapshots", `crypto_${first}.csv`));
    expect(await made()).toEqual([`market-snapshot ${first}`]);
    expect(await made("--maxRejects=2%")).toHaveLength(12);
    rmSync(join(output, "warehouse.duckdb"));
    expect(await made("--maxRejects=2%")).toHaveLength(12);
    const tables = await duckDbRows(
      join(output, "warehouse.duckdb"),
      "SELECT count(DISTINCT snapshot_date)::INT AS days FROM crypto_market_snapshot_fact",
    );
    expect(tables).toEqual([{ days: 4 }]);
  });
});

/** Gives the answers of a folder of a day another time of fetching. */
function rename(output: string, day: string, name: string): void {
  const place = join(output, "raw", "sample-300", day, name);
  for (const file of readdirSync(place)) {
    cpSync(join(place, file), join(place, file.replace(/@\d{8}/, "@20991231")));
    rmSync(join(place, file));
  }
}

describe("a day that fails", () => {
  const damages: Record<string, (place: string) => void> = {
    "a page that is cut": (place) => {
      cut(join(place, "coins_markets/usd"));
    },
    "a list of no coins": (place) => {
      const list = join(place, "coins_list");
      for (const file of readdirSync(list)) writeFileSync(join(list, file), gzipSync("[]"));
    },
  };

  it.each(Object.keys(damages))(
    "stops no other, and alone is made later: %s",
    async (name) => {
      const output = archived(`damaged ${name}`, "coingecko");
      const place = join(output, "raw", "coingecko", third);
      const whole = join(folder(), `whole ${name}`);
      cpSync(place, whole, { recursive: true });
      damages[name]?.(place);
      for (const pipeline of pipelines.slice(1)) {
        const args = [pipeline, "--source=public", `--output=${output}`, `--snapshotDate=${range}`];
        const { code, errors, stdout } = await runCli(args);
        expect([code, errors.length]).toEqual([1, 1]);
        expect(errors[0]).toContain(`1 of 4 days failed, the others are done. ${third}: `);
        expect(stdout.match(/^2026-03-\d\d {2}done/gm)).toHaveLength(3);
        expect(failedDays(output, pipeline)).toEqual([third]);

        rmSync(place, { recursive: true });
        cpSync(whole, place, { recursive: true });
        const again = await runCli([...args, "--json"]);
        expect(again.code).toBe(0);
        const made = again.stdout.trim().split("\n");
        expect(
          made.map((line) => (JSON.parse(line) as { snapshot_date: string }).snapshot_date),
        ).toEqual([third]);
        expect(failedDays(output, pipeline)).toEqual([]);
        damages[name]?.(place);
      }
      for (const table of ["crypto_market_snapshot_fact", "crypto_asset_dim"]) {
        const rows = await duckDbRows(
          join(output, "warehouse.duckdb"),
          `FROM ${table} ORDER BY ALL`,
        );
        expect(rows).toEqual(expected.rows[table]);
      }
    },
    60_000,
  );
});

function cut(place: string): void {
  const [page = ""] = readdirSync(place);
  const content = readFileSync(join(place, page));
  writeFileSync(join(place, page), content.subarray(0, content.length / 2));
}

describe("days without an archive", () => {
  const args = (output: string) => [
    ...["market-snapshot", "--source=public", `--output=${output}`, `--snapshotDate=${range}`],
  ];

  it("are named before anything is done", async () => {
    const output = archived("some", "coingecko", [first, third]);
    const { code, errors } = await runCli(args(output));
    expect([code, errors]).toEqual([
      1,
      [
        "2 of 4 days can't be made, since the archive has no answer of them, and CoinGecko's market pages know only now: 2026-03-02, 2026-03-04. --onlyArchived makes the others.",
      ],
    ]);
    expect(readdirSync(output)).toEqual(["raw"]);
    const made = await runCli([...args(output), "--onlyArchived"]);
    expect(made.code).toBe(0);
    expect(readdirSync(join(output, "runs", "market-snapshot"))).toEqual([
      `${first}.json`,
      `${third}.json`,
    ]);
  });

  it("are all of them", async () => {
    const output = join(folder(), "none");
    mkdirSync(output);
    const { code, errors } = await runCli([...args(output), "--onlyArchived"]);
    expect([code, errors.length]).toEqual([1, 1]);
    expect(errors[0]).toMatch(
      /^4 of 4 days can't be made, .*--source=sample, which makes any date\.$/,
    );
  });
});

test("killed at any moment, and repeated until it ends, the days are those of single runs", async () => {
  for (const milliseconds of [900, 1_400, 1_900]) {
    const output = archived(`killed ${milliseconds}`);
    const args = [...sample(output), `--snapshotDate=${range}`, "--dashboard=false"];
    const { child, ended } = startCli(args);
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    await ended;
    clearTimeout(timer);
    expect((await runCli(args)).code).toBe(0);
    expect(await dataOf(output)).toEqual(expected);
    expect(strayFiles(output)).toEqual([]);
  }
}, 120_000);
