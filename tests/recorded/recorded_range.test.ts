/**
 * All recorded days as one job, against a run a day: byte for byte and table for table, on every runner.
 *
 *     npm run test:recorded -- FOLDER
 */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { startFlink, flinkMissing } from "../../emulators/tools/flink_job_server";
import { goMissing } from "../../emulators/tools/go_tool";
import { startPrism } from "../../emulators/tools/prism";
import {
  serveRecordings,
  type RecordingsServer,
} from "../../pipelines/sample_market/recordings/serve_recordings";
import { dataOf } from "../support/archived_days";
import { describeUnless } from "../support/describe_unless";
import { runCli } from "../support/run_cli";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
let recordings: RecordingsServer;
let expected: Awaited<ReturnType<typeof dataOf>>;

beforeAll(async () => {
  recordings = await serveRecordings(process.env.RECORDED_FOLDER ?? "");
  const output = join(folder(), "singles");
  for (const date of recordings.dates) {
    recordings.show(date);
    await runInProcess(...options(output), `--snapshotDate=${date}`);
  }
  expected = await dataOf(output);
}, 600_000);
afterAll(() => recordings.close());

const options = (output: string) => [
  ...[`--source=${recordings.url}`, `--output=${output}`, "--detailRequests=2"],
  ...["--endDate=2020-12-31", "--maxRejects=50%", "--maxMissing=50%"],
];

async function expectSame(name: string, ...more: string[]): Promise<void> {
  const output = join(folder(), name);
  cpSync(join(folder(), "singles", "raw"), join(output, "raw"), { recursive: true });
  const calls = recordings.requests.length;
  const { code, errors } = await runCli([
    ...[...options(output), ...more],
    `--snapshotDate=${recordings.dates.join(",")}`,
  ]);
  expect([code, errors]).toEqual([0, []]);
  expect(await dataOf(output)).toEqual(expected);
  expect(recordings.requests).toHaveLength(calls);
}

it("gives the same on DirectRunner", () => expectSame("direct"), 300_000);

for (const [name, missing, start] of [
  ["Prism", goMissing(), startPrism],
  ["Flink", flinkMissing(), startFlink],
] as const) {
  describeUnless(missing)(name, () => {
    it("gives the same, with two workers", async () => {
      const { server, endpoint } = await start();
      try {
        const runner = ["--runner=jobServer", `--jobEndpoint=${endpoint}`, "--parallelism=2"];
        await expectSame(name, ...runner);
      } finally {
        await server.close();
      }
    }, 900_000);
  });
}
