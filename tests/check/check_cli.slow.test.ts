import { join } from "node:path";
import { readChecks } from "../../pipelines/check/check_file";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();

describe("the checks of the program", () => {
  it("are made at the end of a run of all pipelines, and by the command", async () => {
    const all = `checks  2026-01-03  ${readChecks().length} passed\n`;
    const output = `--output=${join(folder(), "out")}`;
    const run = await runCli(["--source=sample:40", output, "--snapshotDate=2026-01-03"]);
    expect(run.stdout).toContain(all);
    expect(await runCli(["check", output])).toMatchObject({ code: 0, stdout: all });
    const empty = await runCli(["check", output, "--snapshotDate=2026-01-09"]);
    expect(empty.code).toBe(1);
    expect((await runCli(["help", "check"])).stdout).toMatch(/^Usage: crypto-pipelines check /);
  });
});
