import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findings, type CheckTool } from "../../support/deploy/check_tools";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { describeUnless } from "../../support/describe_unless";
import { checkout } from "../../support/checkout";

const suite = describeUnless(pythonMissing());

suite("the deployment files", () => {
  const scripts = ["scripts", "scripts/setup"].flatMap((folder) =>
    readdirSync(join(checkout, folder))
      .filter((file) => file.endsWith(".sh"))
      .map((file) => `${folder}/${file}`),
  );
  const folder = "tests/support/deploy/without_docker";
  const testScripts = readdirSync(join(checkout, folder)).map((file) => `${folder}/${file}`);
  const cloudbuild = ["--builtin-schema", "vendor.cloudbuild"];

  it.each<[what: string, CheckTool, string[]]>([
    ["the Dockerfile", "hadolint", ["Dockerfile"]],
    ["the build", "check-jsonschema", [...cloudbuild, "cloudbuild.yaml"]],
    [
      "the pull requests' build",
      "check-jsonschema",
      [...cloudbuild, "cloudbuild.pull-request.yaml"],
    ],
    ["the SQL", "sqlfluff", ["lint", "sql"]],
    ["the scripts", "shellcheck", [...scripts, ...testScripts]],
  ])(
    "%s: no finding of %s",
    (_, tool, args) => {
      expect(findings(tool, args, checkout)).toBe("");
    },
    300_000,
  );

  it("fails each checker on a deliberate mistake", () => {
    const folder = mkdtempSync(join(tmpdir(), "mistakes-"));
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return name;
    };
    expect(findings("hadolint", [file("Dockerfile", "FROM node:latest\n")], folder)).toMatch(
      "DL3007",
    );
    const build = file("cloudbuild.yaml", "steps:\n  - nam: gcr.io/x\n");
    expect(findings("check-jsonschema", [...cloudbuild, build], folder)).toMatch("nam");
    const sql = ["lint", "--dialect=bigquery", file("claim.sql", "SELECT COUNT( FROM `a.b`\n")];
    expect(findings("sqlfluff", sql, folder)).toMatch("PRS");
    expect(findings("shellcheck", [file("a.sh", "#!/bin/bash\nrm $1\n")], folder)).toMatch(
      "SC2086",
    );
    rmSync(folder, { recursive: true });
  }, 300_000);
});

describe("the set-up", () => {
  it("prints every command in a dry run, and runs none", () => {
    const args = ["--project=demo-project", "--github=a/b", "--composer=main", "--dry-run"];
    const printed = execFileSync(join(checkout, "scripts/setup.sh"), args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { PATH: "/usr/bin:/bin", COINGECKO_API_KEY: "CG-secret" },
    });
    for (const part of [
      "gcloud storage buckets create gs://demo-project-crypto",
      "bq mk --dataset",
      "gcloud secrets versions add coingecko-api-key --data-file=-",
      "gcloud builds triggers create github --name=crypto-main",
      "pools set -- coingecko_api 1",
      "gcloud monitoring dashboards create",
    ]) {
      expect(printed).toContain(part);
    }
    expect(printed).not.toContain("CG-secret");
  });

  it("names a missing or unknown option", () => {
    const run =
      (...args: string[]) =>
      () =>
        execFileSync(join(checkout, "scripts/setup.sh"), args, { stdio: "pipe" });
    expect(run()).toThrow("Which project? Pass --project=PROJECT.");
    expect(run("--projekt=x")).toThrow("Unknown option --projekt=x: see --help.");
  });
});
