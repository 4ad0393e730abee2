import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gcloudMissing } from "../../../emulators/tools/gcloud";
import { goMissing, goTool } from "../../../emulators/tools/go_tool";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { checkout } from "../../support/checkout";
import { codeBlocks } from "../../support/code_blocks";
import { findings } from "../../support/deploy/check_tools";
import { describeUnless } from "../../support/describe_unless";
import { runProgram } from "../../support/run_program";
import { temporaryFolder } from "../../support/temporary_folder";

const page = readFileSync(join(checkout, "docs/daily.md"), "utf8");
const [cronScript = "", cloudRun = "", ...otherScripts] = codeBlocks(page, "bash");
const [workflow = "", ...otherWorkflows] = codeBlocks(page, "yaml");
const [crontab = ""] = codeBlocks(page, "crontab");
const folder = temporaryFolder();

function file(name: string, content: string): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

it("are all known to these tests", () => {
  expect([otherScripts, otherWorkflows]).toEqual([[], []]);
});

/** Its package on PyPI downloads the program from elsewhere; Go builds it from its module. */
const actionlint = { path: "github.com/rhysd/actionlint/cmd/actionlint", version: "1.7.7" };

describeUnless(pythonMissing(), goMissing())("the recipes' own tools", () => {
  it("find nothing in the scripts", () => {
    const scripts = [file("cron.sh", cronScript), file("cloud_run.sh", cloudRun)];
    expect(findings("shellcheck", scripts, folder())).toBe("");
  });

  it("find nothing in the workflow, and something in a wrong one", () => {
    const program = goTool(actionlint);
    const check = (path: string) =>
      spawnSync(program, ["-no-color", "-shellcheck=", path], { encoding: "utf8" });
    expect(check(file("daily.yaml", workflow))).toMatchObject({ status: 0, stdout: "" });
    const wrong = workflow.replace("timeout-minutes", "timeout-minute");
    expect(check(file("wrong.yaml", wrong)).stdout).toContain('unexpected key "timeout-minute"');
  });
});

describe("the script for cron", () => {
  const run = (output: string, script: string) => {
    const bin = join(folder(), "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "crypto-pipelines"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, "crypto-pipelines"), 0o755);
    const env = { PATH: `${bin}:${process.env.PATH ?? ""}`, CRYPTO_OUTPUT: output };
    return runProgram("bash", [file("cron.sh", cronScript)], { env });
  };

  it("runs the pipelines into the output", async () => {
    const output = join(folder(), "output");
    expect(await run(output, 'echo "$@"')).toEqual({
      code: 0,
      stdout: `--source=public --output=${output}\n`,
      stderr: "",
    });
  });

  it("skips a run while another one works", async () => {
    const output = join(folder(), "held");
    // The program itself starts the script again, while it holds the lock.
    const again = `[ -n "$INNER" ] || INNER=1 bash ${join(folder(), "cron.sh")}`;
    expect(await run(output, again)).toEqual({
      code: 75,
      stdout: "",
      stderr: "The run before this one is still working.\n",
    });
  });

  it("has a crontab with five fields and a command", () => {
    const lines = crontab.trim().split("\n");
    expect(lines.filter((line) => !/^[A-Z_]+=\S+$/.test(line))).toEqual([
      expect.stringMatching(/^\d+ \d+ \* \* \* crypto-daily /),
    ]);
  });
});

describeUnless(gcloudMissing())("the commands for Cloud Run", () => {
  it("have only flags that gcloud's help names", async () => {
    for (const [command, flags] of gcloudCommands(cloudRun)) {
      const { stdout } = await runProgram("gcloud", [...command, "--help"]);
      for (const flag of flags)
        expect([command, flag, stdout.includes(flag)]).toEqual([command, flag, true]);
    }
  });
});

/** Each command's words and the names of its flags. */
function gcloudCommands(script: string): [string[], string[]][] {
  const commands = script.replace(/\\\n/g, " ").match(/^gcloud .*$/gm) ?? [];
  return commands.map((line) => {
    const words = line.split(/\s+/).slice(1);
    const first = words.findIndex((word) => word.startsWith("--"));
    // The last word before the flags is the resource's name.
    return [words.slice(0, first - 1), words.flatMap((word) => /^--[\w-]+/.exec(word) ?? [])];
  });
}
