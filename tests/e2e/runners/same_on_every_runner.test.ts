import { cpSync } from "node:fs";
import { join } from "node:path";
import { allFaults } from "../../../pipelines/sample_market/faults/faults";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { tables } from "../../../schemas/tables";
import { duckDbRows } from "../../support/duckdb_rows";
import { flinkMissing, startFlink } from "../../../emulators/tools/flink_job_server";
import type { ChildServer } from "../../../emulators/tools/child_server";
import { goMissing } from "../../../emulators/tools/go_tool";
import { dataHashes, reportIn, strayFiles } from "../../support/output_files";
import { startPrism } from "../../../emulators/tools/prism";
import { runCli } from "../../support/run_cli";
import { describeUnless } from "../../support/describe_unless";
import { temporaryFolder } from "../../support/temporary_folder";

const date = "2026-01-02";
const folder = temporaryFolder();

interface Runner {
  readonly name: string;
  readonly missing: string | null;
  readonly start: () => Promise<{ server: ChildServer; endpoint: string }>;
}

const runners: Runner[] = [
  { name: "Prism", missing: goMissing(), start: startPrism },
  { name: "Flink", missing: flinkMissing(), start: startFlink },
];

/** Runs all three pipelines, and says what they left. */
async function run(output: string, source: string, ...more: string[]) {
  const { code, errors } = await runCli([
    ...[`--source=${source}`, `--snapshot-date=${date}`, `--output=${output}`],
    ...["--detail-requests=30", "--max-rejects=50%", "--end-date=2021-12-31", "--api-shards=2"],
    ...more,
  ]);
  expect({ errors, code }).toEqual({ errors: [], code: 0 });
  expect(strayFiles(output)).toEqual([]);
  const file = join(output, "warehouse.duckdb");
  return {
    files: dataHashes(output),
    tables: await Promise.all(
      tables.map(({ name }) => duckDbRows(file, `SELECT * FROM ${name} ORDER BY ALL`)),
    ),
    counts: ["date-dim", "asset-dim", "market-snapshot"].map((pipeline) => {
      const { counts, table_counts, moved_contracts } = reportIn(output, pipeline, date);
      return { ...counts, table_counts, moved_contracts };
    }),
  };
}

const { timeout: _, ...faults } = allFaults(0.2);
const markets = [
  { title: "1,000 coins with faults", coins: 1_000, faults },
  { title: "17,500 coins", coins: 17_500 },
];

const served: SampleMarketServer[] = [];
const direct = new Map<string, ReturnType<typeof runDirectly>>();
afterAll(() => Promise.all(served.map((market) => market.close())));

/** A market, and what DirectRunner makes of it: once for all runners. */
function directly(given: (typeof markets)[number]) {
  const there = direct.get(given.title) ?? runDirectly(given);
  direct.set(given.title, there);
  return there;
}

async function runDirectly({ title, ...options }: (typeof markets)[number]) {
  const market = await serveSampleMarket({ ...options, date });
  served.push(market);
  const output = join(folder(), `direct ${title}`);
  return { market, output, outcome: await run(output, market.url) };
}

const tests = ({ name, start }: Runner) => {
  let server: ChildServer;
  let endpoint: string;
  beforeAll(async () => {
    ({ server, endpoint } = await start());
  }, 900_000);
  afterAll(() => server.close());

  it.each(markets)(
    "produces the same files, tables and counts as DirectRunner from one archive: $title",
    async (given) => {
      const { market, output, outcome } = await directly(given);
      const there = join(folder(), `${name} ${given.title}`);
      cpSync(join(output, "raw"), join(there, "raw"), { recursive: true });
      const calls = market.requests.length;
      const flags = ["--runner=jobServer", `--job-endpoint=${endpoint}`, "--parallelism=2"];
      expect(await run(there, market.url, ...flags)).toEqual(outcome);
      expect(market.requests).toHaveLength(calls);
    },
    600_000,
  );

  it("adds the same history as DirectRunner from one archive", async () => {
    const market = await serveSampleMarket({ coins: 1_000, date });
    const history = async (into: string, ...more: string[]) => {
      const output = join(folder(), `${name} history ${into}`);
      const { code, errors } = await runCli([
        ...["market-history", "--coins=top:40", `--source=${market.url}`, `--output=${output}`],
        ...[`--snapshot-date=${date}`, "--start-date=2025-12-20", "--api-shards=2", ...more],
      ]);
      expect({ errors, code }).toEqual({ errors: [], code: 0 });
      expect(strayFiles(output)).toEqual([]);
      const query = "SELECT * FROM crypto_market_history_fact ORDER BY ALL";
      const rows = await duckDbRows(join(output, "warehouse.duckdb"), query);
      return { output, rows, files: dataHashes(output) };
    };
    try {
      const direct = await history("direct");
      expect(direct.rows.length).toBeGreaterThan(500);
      const there = join(folder(), `${name} history there`);
      cpSync(join(direct.output, "raw"), join(there, "raw"), { recursive: true });
      const calls = market.requests.length;
      const flags = ["--runner=jobServer", `--job-endpoint=${endpoint}`, "--parallelism=2"];
      const { rows, files } = await history("there", ...flags);
      expect({ rows, files }).toEqual({ rows: direct.rows, files: direct.files });
      expect(market.requests).toHaveLength(calls);
    } finally {
      await market.close();
    }
  }, 600_000);

  it("fetches what is not archived, with workers in other processes", async () => {
    const market = await serveSampleMarket({ coins: 1_000, date, faults });
    const output = join(folder(), `${name} fetches`);
    try {
      const flags = ["--runner=jobServer", `--job-endpoint=${endpoint}`, "--parallelism=2"];
      const { counts } = await run(output, market.url, ...flags);
      expect(counts[2]?.fetched).toBe(market.served("coins_markets").elements);
    } finally {
      await market.close();
    }
  }, 600_000);
};

for (const each of runners) {
  describeUnless(each.missing)(each.name, () => {
    tests(each);
  });
}
