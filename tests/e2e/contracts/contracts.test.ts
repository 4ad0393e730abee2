import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataContractCommand, dbtCommand } from "../../../emulators/tools/data_contracts";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { utcDay } from "../../../pipelines/core/day";
import { tables } from "../../../schemas/tables";
import { checkout } from "../../support/checkout";
import { describeUnless } from "../../support/describe_unless";
import { runInProcess } from "../../support/run_in_process";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();
const generated = join(checkout, "schemas", "generated");

function run(command: string, args: readonly string[], cwd = folder()) {
  const env = { ...process.env, NO_COLOR: "1", DBT_SEND_ANONYMOUS_USAGE_STATS: "false" };
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", cwd, env });
  return { status, text: stdout + stderr };
}

/** A dbt project that has the generated sources and nothing else. */
function dbtProject(warehouse: string): string {
  const project = join(folder(), "project");
  mkdirSync(join(project, "models"), { recursive: true });
  copyFileSync(join(generated, "crypto.dbt_sources.yml"), join(project, "models", "sources.yml"));
  writeFileSync(
    join(project, "dbt_project.yml"),
    "name: crypto\nversion: '1.0'\nprofile: crypto\nmodel-paths: [models]\n",
  );
  writeFileSync(
    join(project, "profiles.yml"),
    `crypto:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: '${warehouse}'}\n`,
  );
  return project;
}

describeUnless(pythonMissing())("contracts for the tools of others", () => {
  it("the data contract is valid, by datacontract-cli", () => {
    const { status, text } = run(dataContractCommand(), [
      ...["lint", join(generated, "crypto.odcs.yaml")],
    ]);
    expect(text).toMatch(/is valid against ODCS v3\.1/);
    expect(status).toBe(0);
  });

  it("dbt reads the sources, and their tests and freshness pass on a warehouse of today", async () => {
    await runInProcess(
      ...["date-dim", "market-snapshot", "asset-dim", "--source=sample:300"],
      ...[`--snapshotDate=${utcDay()}`, `--output=${folder()}`],
    );
    const project = dbtProject(join(folder(), "warehouse.duckdb"));
    const dbt = (...args: string[]) => run(dbtCommand(), [...args, "--profiles-dir=."], project);

    const parsed = dbt("parse", "--show-all-deprecations");
    expect(parsed.text).not.toMatch(/deprecat(?!ed and no longer receives)/i);
    expect(parsed.status).toBe(0);

    const listed = dbt("list", "--quiet", "--resource-type=source", "--output=name");
    expect(listed.text.trim().split("\n").sort()).toEqual(
      tables.map(({ name }) => `crypto.${name}`).sort(),
    );

    const tested = dbt("test");
    expect(tested.text).toMatch(/PASS=\d+ WARN=0 ERROR=0 SKIP=0/);
    expect(tested.status).toBe(0);

    const fresh = dbt("source", "freshness");
    expect(fresh.text).toMatch(/PASS freshness of crypto\.crypto_market_snapshot_fact/);
    expect(fresh.status).toBe(0);
  });
});
