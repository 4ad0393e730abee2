import { join } from "node:path";
import type { RunReport } from "../../pipelines/run/report";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const dateDim = (name: string, ...flags: string[]) =>
  runCli([
    ...["date-dim", "--endDate=2020-02-29", "--warehouse=none"],
    ...[`--output=${join(folder(), name)}`, ...flags],
  ]);

it("--quiet shows nothing of a run that succeeds", async () => {
  expect(await dateDim("quiet", "--quiet")).toMatchObject({ code: 0, stdout: "", stderr: "" });
});

it("--quiet shows why a run failed", async () => {
  const { code, stdout, errors } = await runCli(["date-dim", "--output=/proc/none", "--quiet"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(errors).toEqual([expect.stringContaining("/proc/none")]);
});

it("--json writes the report to stdout, and nothing else", async () => {
  const { code, stdout } = await dateDim("json", "--json");
  expect(code).toBe(0);
  expect(stdout.endsWith("}\n")).toBe(true);
  const report = JSON.parse(stdout) as RunReport;
  expect(report).toMatchObject({ pipeline: "date-dim", state: "DONE", counts: { rows: 60 } });
});
