import { join } from "node:path";
import type { ChildServer } from "../../../emulators/tools/child_server";
import { flinkMissing, startFlink } from "../../../emulators/tools/flink_job_server";
import { goMissing } from "../../../emulators/tools/go_tool";
import { startPrism } from "../../../emulators/tools/prism";
import { type ArchivedDays, archiveDays, dataOf } from "../../support/archived_days";
import { describeUnless } from "../../support/describe_unless";
import { reportIn, strayFiles } from "../../support/output_files";
import { runCli } from "../../support/run_cli";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();
const runners = [
  { name: "Prism", missing: goMissing(), start: startPrism },
  { name: "Flink", missing: flinkMissing(), start: startFlink },
];

let singles: ArchivedDays;
let expected: Awaited<ReturnType<typeof dataOf>>;

beforeAll(async () => {
  const days = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"];
  singles = await archiveDays(join(folder(), "singles"), days);
  expected = await dataOf(singles.output);
}, 300_000);

for (const { name, missing, start } of runners) {
  describeUnless(missing)(`days of one job on ${name}`, () => {
    let server: ChildServer;
    let flags: string[];
    beforeAll(async () => {
      const started = await start();
      ({ server } = started);
      flags = ["--runner=jobServer", `--jobEndpoint=${started.endpoint}`, "--parallelism=2"];
    }, 900_000);
    afterAll(() => server.close());

    it("are those of single runs, byte for byte and table for table", async () => {
      const output = join(folder(), name);
      singles.copyTo(output);
      const { code, errors } = await runCli([
        ...[...singles.options, ...flags],
        ...[`--output=${output}`, `--snapshotDate=${singles.range}`],
      ]);
      expect([code, errors]).toEqual([0, []]);
      expect(await dataOf(output)).toEqual(expected);
      expect(strayFiles(output)).toEqual([]);
      for (const day of singles.days) {
        expect(reportIn(output, "asset-dim", day)).toMatchObject({
          ...{ state: "DONE", api: { requests: 0 } },
          counts: reportIn(singles.output, "asset-dim", day).counts,
        });
      }
    }, 600_000);

    it("fail alone: the others are done, and the job fails", async () => {
      const output = join(folder(), `${name} with a day that fails`);
      const [first = "", missing = "", ...others] = singles.days;
      singles.copyTo(output, "coingecko", [first, ...others]);
      // Something of it is archived, but no answer that can be used.
      singles.copyTo(join(output, "raw/coingecko", missing), "nothing", [first]);
      const { code, errors } = await runCli([
        ...["market-snapshot", "--source=public", ...flags, `--output=${output}`],
        `--snapshotDate=${singles.range}`,
      ]);
      expect([code, errors.join("\n")]).toEqual([
        1,
        expect.stringContaining(`1 of 5 days failed, the others are done. ${missing}: `),
      ]);
      const states = singles.days.map((day) => reportIn(output, "market-snapshot", day).state);
      expect(states).toEqual(["DONE", "FAILED", "DONE", "DONE", "DONE"]);
    }, 600_000);
  });
}
