import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { checkout } from "../support/checkout";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const unknownMetric =
  'ERROR: (gcloud.monitoring.policies.create) NOT_FOUND: Cannot find metric that matches type = "logging.googleapis.com/user/crypto_run_rows".';

/**
 * Creates a policy as the set-up does, with a stand-in for gcloud.
 * @param gcloud what the stand-in does, as shell commands, once its arguments are recorded
 */
function createPolicy(gcloud: string) {
  const calls = program("gcloud", `echo "$@" >>"$0.calls"\n${gcloud}`);
  const sleeps = program("sleep", 'echo "$1" >>"$0.calls"');
  const script = `source scripts/deployment.sh && source scripts/setup/monitoring.sh && create_policy --policy-from-file=p.json`;
  const { status, stderr } = spawnSync("bash", ["-c", script], {
    cwd: checkout,
    encoding: "utf8",
    env: { ...process.env, PATH: [folder(), process.env.PATH].join(delimiter) },
  });
  const waited = sleeps().reduce((sum, seconds) => sum + Number(seconds), 0);
  return { status, stderr, waited, calls: calls() };
}

/** A program on the PATH. @returns reads its calls so far */
function program(name: string, commands: string): () => string[] {
  const path = join(folder(), name);
  const calls = `${path}.calls`;
  rmSync(calls, { force: true });
  writeFileSync(path, `#!/bin/bash\n${commands}\n`);
  chmodSync(path, 0o755);
  return () => (existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : []);
}

describe("an alert policy of the set-up", () => {
  it("is created by the generally available command", () => {
    const { status, calls } = createPolicy("");
    expect(status).toBe(0);
    expect(calls.at(-1)).toBe("monitoring policies create --policy-from-file=p.json");
  });

  it("is created by the alpha command of an older gcloud", () => {
    const { status, calls } = createPolicy('if [ "$1" = monitoring ]; then exit 2; fi');
    expect(status).toBe(0);
    expect(calls.at(-1)).toBe("alpha monitoring policies create --policy-from-file=p.json");
  });

  it("is retried for 12 minutes while its metric is unknown, and then reported", () => {
    const { status, stderr, waited, calls } = createPolicy(
      `if [ "$3" = create ]; then echo '${unknownMetric}' >&2; exit 1; fi`,
    );
    expect([status, waited]).toEqual([1, 720]);
    expect(calls.filter((call) => call.includes("create"))).toHaveLength(13);
    expect(stderr).toContain("Monitoring does not know the new metrics yet: retrying");
    expect(stderr).toContain(unknownMetric);
    expect(stderr).toContain("run this script again");
  });

  it("is not retried for any other error", () => {
    const { status, stderr, waited } = createPolicy(
      `if [ "$3" = create ]; then echo 'PERMISSION_DENIED: no' >&2; exit 1; fi`,
    );
    expect([status, waited]).toEqual([1, 0]);
    expect(stderr).toContain("PERMISSION_DENIED: no");
  });
});
