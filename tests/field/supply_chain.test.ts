import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { checkout } from "../support/checkout";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const read = (file: string) => readFileSync(join(checkout, file), "utf8");

describe("installing the project", () => {
  it("runs no script of any package", () => {
    const setting = execFileSync("npm", ["config", "get", "ignore-scripts"], {
      cwd: checkout,
      encoding: "utf8",
    });
    expect(setting.trim()).toBe("true");
  });

  it("leaves out only the scripts that SECURITY.md names", () => {
    const { packages } = JSON.parse(read("package-lock.json")) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const withScripts = Object.entries(packages).filter(
      ([, { hasInstallScript }]) => hasInstallScript,
    );
    const names = withScripts.map(([path]) => path.replace(/^.*node_modules\//, ""));
    const named = /Packages with an install script: (.*?)\./s.exec(read("SECURITY.md"))?.[1] ?? "";
    expect([...named.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort()).toEqual(names.sort());
  });

  it("asks for versions that have been public for a week", () => {
    expect(read(".npmrc")).toMatch(/^min-release-age=7$/m);
  });
});

describe("the check for vulnerable packages", () => {
  it.each([
    ["passes when none is known", 0, "found 0 vulnerabilities", 0],
    ["fails on a finding", 1, "1 high severity vulnerability", 1],
    [
      "says so when the registry does not answer",
      1,
      "npm error audit endpoint returned an error",
      0,
    ],
  ])("%s", (_, npmStatus, output, status) => {
    const npm = join(folder(), "npm");
    writeFileSync(npm, `#!/bin/sh\necho '${output}'\nexit ${npmStatus}\n`);
    chmodSync(npm, 0o755);
    const PATH = [folder(), process.env.PATH].join(delimiter);
    const audit = spawnSync(join(checkout, "scripts/audit.sh"), {
      encoding: "utf8",
      env: { ...process.env, PATH },
    });
    expect(audit.status).toBe(status);
    const expected = output.includes("endpoint") ? "the packages were not checked" : output;
    expect(audit.stdout + audit.stderr).toContain(expected);
  });
});

describe("a build of main", () => {
  it("requires provenance for each image that it publishes", () => {
    const build = read("cloudbuild.yaml");
    expect(build).toMatch(/^ {2}requestedVerifyOption: VERIFIED$/m);
    expect(build).toMatch(/^ {2}logging: CLOUD_LOGGING_ONLY$/m);
    const [, images = ""] = build.split(/^images:$/m);
    for (const pipeline of ["date-dim", "asset-dim", "market-snapshot"]) {
      expect(images).toContain(`\${_IMAGES}/${pipeline}:\${COMMIT_SHA}`);
    }
  });
});
