import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ChildServer } from "../../../emulators/tools/child_server";
import { goMissing } from "../../../emulators/tools/go_tool";
import { startPrism } from "../../../emulators/tools/prism";
import { runCli } from "../../support/run_cli";
import { describeUnless } from "../../support/describe_unless";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();
const suite = describeUnless(goMissing());

suite("--runner=jobServer, with Prism", () => {
  let prism: ChildServer;
  let endpoint: string;

  beforeAll(async () => {
    const started = await startPrism();
    prism = started.server;
    endpoint = `--job-endpoint=${started.endpoint}`;
  }, 600_000);

  afterAll(() => prism.close());

  it("resolves a relative output against the current directory, as --runner=direct does", async () => {
    const command = ["date-dim", "--end-date=2020-12-31"];
    const csvs = [];
    for (const flags of [
      ["--output=direct"],
      ["--output=process", "--runner=jobServer", endpoint],
      ["--output=loopback", "--runner=jobServer", endpoint, "--environment-type=LOOPBACK"],
    ]) {
      const { code, errors } = await runCli([...command, ...flags], { cwd: folder() });
      expect({ flags, code, errors }).toEqual({ flags, code: 0, errors: [] });
      const output = flags[0]?.split("=")[1] ?? "";
      csvs.push(readFileSync(join(folder(), output, "dimensions/date_dim.csv"), "utf8"));
    }
    expect(csvs[0]?.split("\n")).toHaveLength(368);
    expect(csvs[1]).toBe(csvs[0]);
    expect(csvs[2]).toBe(csvs[0]);
  }, 120_000);

  it("reports in one line that no server answers", async () => {
    const { code, errors } = await runCli(
      ["date-dim", "--runner=jobServer", "--job-endpoint=127.0.0.1:1"],
      { cwd: folder() },
    );
    expect(code).toBe(1);
    expect(errors).toEqual([
      expect.stringMatching(/^No Beam job server responds at 127\.0\.0\.1:/),
    ]);
  }, 60_000);
});
