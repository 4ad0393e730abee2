import { join } from "node:path";
import { nodeBinary, nodeVersionsMissing } from "../../../emulators/tools/node_version";
import {
  type CloudDoubles,
  bucket,
  project,
  startCloudDoubles,
} from "../../../emulators/google/cloud_doubles";
import { checkout } from "../../support/checkout";
import { describeUnless } from "../../support/describe_unless";
import { runProgram } from "../../support/run_program";
import { temporaryFolder } from "../../support/temporary_folder";

const suite = describeUnless(nodeVersionsMissing());
const bins = ["crypto-pipelines", "crypto-template", "crypto-worker"] as const;
const bin = (name: (typeof bins)[number]) => join(checkout, "bin", `${name}.js`);

suite("the programs on each supported Node", () => {
  const folder = temporaryFolder();
  let doubles: CloudDoubles;
  beforeAll(async () => {
    doubles = await startCloudDoubles();
  });
  afterAll(() => doubles.stop());

  /** Where Node writes its warnings. Each goes to a new process: they appear once a process. */
  const run = async (version: string, args: readonly string[]) => {
    const { code, stderr } = await runProgram(
      nodeBinary(version),
      [bin("crypto-pipelines"), ...args],
      { env: doubles.env },
    );
    const warnings = stderr.split("\n").filter((line) => /warning|deprecat/i.test(line));
    return { code, warnings };
  };

  it.each(["20.18.0", "22.5.0", "22", "24"])("print no warning on Node %s", async (version) => {
    const local = await run(version, ["--source=sample:60", `--output=${join(folder(), version)}`]);
    expect(local).toEqual({ code: 0, warnings: [] });
    const prefix = `node_${version.replaceAll(".", "_")}`;
    const cloud = await run(version, [
      "--source=sample:60",
      `--output=gs://${bucket}/${prefix}`,
      `--warehouse=bigquery:${project}.${prefix}`,
    ]);
    expect(cloud).toEqual({ code: 0, warnings: [] });
  });
});

suite("the programs on a Node that is too old", () => {
  it.each([
    ["10", "10.24.1"],
    ["18", "18.20.8"],
  ])("say so in one line on Node %s", async (line, version) => {
    for (const name of bins) {
      expect(await runProgram(nodeBinary(line), [bin(name), "--help"])).toEqual({
        code: 1,
        stdout: "",
        stderr: `Node ${version} is too old: install Node 20.18 or newer.\n`,
      });
    }
  });
});
