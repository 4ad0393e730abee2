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

describe("without a terminal", () => {
  const people = { CI: "" };

  it("each stage is a short line, and so is the plan", async () => {
    const output = join(folder(), "text");
    const { code, stderr } = await runCli(
      ["all", "--source=sample:300", "--endDate=2020-02-29", `--output=${output}`],
      { env: people },
    );
    expect(code).toBe(0);
    const [plan, ...stages] = stderr.trimEnd().split("\n");
    expect(plan).toMatch(/^made-up sample market, all 300 coins: about \d+ calls; into /);
    // One line each, whatever the order of the pipelines.
    expect(stages.map((line) => line.replace(/[\d.,]*\d/g, "0")).sort()).toEqual([
      "asset-dim: 0 details in 0 s",
      "asset-dim: 0 pages, 0 coins in 0 s",
      "asset-dim: 0 rows in 0 s",
      "date-dim: 0 rows in 0 s",
      "market-snapshot: 0 pages, 0 coins in 0 s",
      "market-snapshot: 0 rows in 0 s",
    ]);
  });

  it("--logFormat=json, or CI, makes them JSON", async () => {
    for (const [flag, env] of [
      ["--logFormat=json", people],
      ["--json=false", { CI: "1" }],
    ] as const) {
      const output = join(folder(), flag);
      const { errors, stderr } = await runCli(
        ["date-dim", "--endDate=2020-02-29", "--warehouse=none", `--output=${output}`, flag],
        { env },
      );
      expect(errors).toEqual([]);
      const [plan] = stderr.split("\n");
      expect(JSON.parse(plan ?? "")).toMatchObject({
        severity: "INFO",
        calls: 0,
        message: `date-dim: no API call; into ${output}`,
      });
    }
  });

  it("--quiet shows neither", async () => {
    const quiet = [
      "date-dim",
      "--endDate=2020-02-29",
      `--output=${join(folder(), "none")}`,
      "--quiet",
    ];
    expect(await runCli(quiet, { env: people })).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  it("colors are for those who force them", async () => {
    const { stdout: plain } = await dateDim("plain");
    const { stdout: colored } = await runCli(
      [
        "date-dim",
        "--endDate=2020-02-29",
        "--warehouse=none",
        `--output=${join(folder(), "plain")}`,
      ],
      { env: { FORCE_COLOR: "1" } },
    );
    expect(plain).toMatch(/^date-dim {2}[\d-]+ {2}done in/);
    expect(colored).toMatch(
      /^\u001b\[1mdate-dim\u001b\[22m {2}[\d-]+ {2}\u001b\[32mdone\u001b\[39m in/,
    );
  });
});

it("--json writes the report to stdout, and nothing else", async () => {
  const { code, stdout } = await dateDim("json", "--json");
  expect(code).toBe(0);
  expect(stdout.endsWith("}\n")).toBe(true);
  const report = JSON.parse(stdout) as RunReport;
  expect(report).toMatchObject({ pipeline: "date-dim", state: "DONE", counts: { rows: 60 } });
});
