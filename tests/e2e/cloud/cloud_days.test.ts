import { type CloudDoubles, startCloudDoubles } from "../../../emulators/google/cloud_doubles";
import { changing, failFirst, onCalls } from "../../../emulators/google/cloud_faults";
import { cryptoAssetContract } from "../../../schemas/crypto_asset_contract";
import { cryptoAssetDim } from "../../../schemas/crypto_asset_dim";
import { assetPlatformDim } from "../../../schemas/asset_platform_dim";
import { CloudOutput } from "../../support/cloud_output";
import { runCli, startCli } from "../../support/run_cli";

const days = ["2026-03-01", "2026-03-02", "2026-03-03"];
const range = `${days[0] ?? ""}..${days.at(-1) ?? ""}`;
let doubles: CloudDoubles;
let expected: unknown;

beforeAll(async () => {
  doubles = await startCloudDoubles();
  const output = new CloudOutput(doubles, "singles");
  for (const day of days) {
    const { code, errors } = await runCli(args(output, day), { env: doubles.env });
    expect([code, errors]).toEqual([0, []]);
  }
  expected = dataOf(output);
}, 120_000);
afterAll(() => doubles.stop());

const args = (output: CloudOutput, dates: string) => [
  ...["market-snapshot", "asset-dim", "--source=sample:40", "--detailRequests=5"],
  ...[`--snapshotDate=${dates}`, ...output.options],
];

/** What runs have left, without the times of fetching. */
function dataOf(output: CloudOutput) {
  const dimensions = [cryptoAssetDim, cryptoAssetContract, assetPlatformDim];
  return {
    days: days.map((day) => output.dataOf(day)),
    dimensions: dimensions.map((table) =>
      output.rows(table).map((row) => ({ ...row, details_updated_at: undefined })),
    ),
  };
}

test("days that one job makes side by side are those of single runs", async () => {
  const output = new CloudOutput(doubles, "range");
  const { code, errors } = await runCli(args(output, range), { env: doubles.env });
  expect([code, errors]).toEqual([0, []]);
  expect(dataOf(output)).toEqual(expected);
  const jobs = doubles.bigquery.jobsInto("crypto_market_snapshot_fact");
  const again = await runCli(args(output, range), { env: doubles.env });
  expect(again.stdout).toContain("0 of 3 days made, 3 were done before");
  expect(doubles.bigquery.jobsInto("crypto_market_snapshot_fact")).toBe(jobs);
}, 120_000);

test("when every call fails at first, the days end the same", async () => {
  const output = new CloudOutput(doubles, "failed");
  const seen = failFirst(doubles, [[503, "after"]]);
  const { code, errors } = await runCli(args(output, range), { env: doubles.env });
  onCalls(doubles, () => undefined);
  expect([code, errors]).toEqual([0, []]);
  expect(seen.size).toBeGreaterThan(30);
  expect(dataOf(output)).toEqual(expected);
}, 300_000);

test.each([3, 40, 80, 120])(
  "killed after its changing call %d, the same command makes what is left",
  async (killAfter) => {
    const output = new CloudOutput(doubles, `killed_${killAfter}`);
    let changes = 0;
    const { child, ended } = startCli(args(output, range), { env: doubles.env });
    onCalls(doubles, ({ name }, moment) => {
      if (moment !== "after" || !changing.test(name) || ++changes !== killAfter) return undefined;
      child.kill("SIGKILL");
      return "reset";
    });
    const { code } = await ended;
    onCalls(doubles, () => undefined);
    expect(code).toBeNull();
    const again = await runCli(args(output, range), { env: doubles.env });
    expect([again.code, again.errors]).toEqual([0, []]);
    expect(dataOf(output)).toEqual(expected);
  },
  120_000,
);
