import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { type CloudDoubles, startCloudDoubles } from "../../../emulators/google/cloud_doubles";
import {
  changing,
  failFirst,
  onCalls,
  transientFaults,
} from "../../../emulators/google/cloud_faults";
import { CloudOutput } from "../../support/cloud_output";
import { runCli, startCli } from "../../support/run_cli";

const date = "2026-01-02";
let doubles: CloudDoubles;
let market: SampleMarketServer;
let undisturbed: unknown;

beforeAll(async () => {
  doubles = await startCloudDoubles();
  market = await serveSampleMarket({ coins: 30, date });
  const output = new CloudOutput(doubles, "undisturbed");
  expect((await runCli(args(output), { env: doubles.env })).code).toBe(0);
  undisturbed = output.dataOf(date);
}, 120_000);
afterAll(async () => {
  await Promise.all([doubles.stop(), market.close()]);
});

const args = (output: CloudOutput) => [
  "market-snapshot",
  ...[`--source=${market.url}`, `--snapshot-date=${date}`, ...output.options],
];

/** How many load jobs of market rows there were. */
const marketJobs = () => doubles.bigquery.jobsInto("crypto_market_snapshot_fact");

test("killed after any changing call, the same command repairs everything", async () => {
  for (let killAfter = 0; ; killAfter++) {
    const output = new CloudOutput(doubles, `killed_${killAfter}`);
    const jobs = marketJobs();
    let changes = 0;
    const { child, ended } = startCli(args(output), { env: doubles.env });
    onCalls(doubles, ({ name }, moment) => {
      const due = killAfter === 0 ? moment === "before" : moment === "after" && changing.test(name);
      if (!due || ++changes !== Math.max(killAfter, 1)) return undefined;
      child.kill("SIGKILL");
      return "reset";
    });
    const { code } = await ended;
    onCalls(doubles, () => undefined);
    if (code === 0) {
      expect(killAfter).toBeGreaterThan(20);
      return;
    }
    const again = await runCli(args(output), { env: doubles.env });
    expect(again.errors).toEqual([]);
    expect(output.dataOf(date)).toEqual(undisturbed);
    expect(marketJobs() - jobs).toBe(1);
  }
}, 1_800_000);

test.each(transientFaults)(
  "when every call fails at first with %s %s its effect, the run ends the same",
  async (fault, when) => {
    const output = new CloudOutput(doubles, `failed_${fault}_${when}`);
    const jobs = marketJobs();
    const seen = failFirst(doubles, [[fault, when]]);
    const { code, errors } = await runCli(args(output), { env: doubles.env });
    onCalls(doubles, () => undefined);
    expect(errors).toEqual([]);
    expect(code).toBe(0);
    expect(seen.size).toBeGreaterThan(30);
    expect(output.dataOf(date)).toEqual(undisturbed);
    expect(marketJobs() - jobs).toBe(1);
  },
  600_000,
);

test("a permanent fault fails the run with the call's name, and leaves the old rows", async () => {
  const output = new CloudOutput(doubles, "permanent");
  expect((await runCli(args(output), { env: doubles.env })).code).toBe(0);
  const rows = () => doubles.bigquery.table(output.name, "crypto_market_snapshot_fact").rows();
  const before = structuredClone(rows());
  onCalls(doubles, ({ name }) => (name === "bigquery.jobs.insert" ? 503 : undefined));
  const { code, errors } = await runCli([...args(output), "--refresh"], { env: doubles.env });
  onCalls(doubles, () => undefined);
  expect(code).toBe(1);
  expect(errors).toEqual([
    "BigQuery answered 503: bigquery.jobs.insert failed 7 times: Injected 503. Run it again later; what was there before is untouched.",
  ]);
  expect(rows()).toEqual(before);
}, 300_000);
