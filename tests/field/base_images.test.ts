import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { checkout } from "../support/checkout";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const digest = `sha256:${"ab".repeat(32)}`;

/** Runs the script beside a copy of the Dockerfile, with a registry that lacks some images. */
function baseImages(args: readonly string[], missing = "none") {
  const copy = join(folder(), "scripts");
  mkdirSync(copy, { recursive: true });
  cpSync(join(checkout, "scripts/base_images.sh"), join(copy, "base_images.sh"));
  cpSync(join(checkout, "Dockerfile"), join(folder(), "Dockerfile"));
  const docker = join(folder(), "docker");
  const script = `#!/bin/bash
    if [ "$1" = pull ]; then if [[ "\${!#}" == *${missing}* ]]; then echo "manifest unknown" >&2; exit 1; fi; fi
    if [ "$1" = image ]; then name=\${!#}; echo "\${name%%:*}@${digest}"; fi\n`;
  writeFileSync(docker, script);
  chmodSync(docker, 0o755);
  const PATH = [folder(), process.env.PATH].join(delimiter);
  const { status, stdout, stderr } = spawnSync(join(copy, "base_images.sh"), args, {
    encoding: "utf8",
    env: { ...process.env, PATH },
  });
  return { status, stdout, stderr, dockerfile: readFileSync(join(folder(), "Dockerfile"), "utf8") };
}

describe("the base images", () => {
  it("are handed to docker build by their digests", () => {
    const launcher = "gcr.io/dataflow-templates-base/go-template-launcher-base";
    expect(baseImages([])).toMatchObject({
      status: 0,
      stdout: [
        `--build-arg=BUILD_IMAGE=node@${digest}\n`,
        `--build-arg=NODE_IMAGE=node@${digest}\n`,
        `--build-arg=LAUNCHER_IMAGE=${launcher}@${digest}\n`,
      ].join(""),
    });
  });

  it("are pinned in the Dockerfile, and moved by pinning again", () => {
    const { status, dockerfile } = baseImages(["--pin"]);
    expect(status).toBe(0);
    expect(
      dockerfile.match(/^ARG (?:BUILD|NODE|LAUNCHER)_IMAGE=[^@\s]+:[^@\s]+@sha256:\w{64}$/gm),
    ).toHaveLength(3);
  });

  it("name in the first seconds of a build a launcher whose tag is gone", () => {
    expect(baseImages([], "go-template-launcher")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /The base image gcr\.io\/.*go-template-launcher-base:\S+ can't be pulled\. Choose another tag for LAUNCHER_IMAGE/,
      ) as string,
    });
  });
});
