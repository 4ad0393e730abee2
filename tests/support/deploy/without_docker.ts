import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { checkout } from "../checkout";

/** The folder of the programs that replace Docker, `docker` among them. */
export const withoutDocker = join(checkout, "tests/support/deploy/without_docker");

/** Where they store images. */
export const imageCache = join(homedir(), ".cache/crypto-pipelines/image");

/** Why images can't be built on this machine; null when they can. */
export function builderMissing(): string | null {
  if (["buildah", "debootstrap"].some((tool) => spawnSync(tool, ["--version"]).error)) {
    return "this machine has no buildah or no debootstrap";
  }
  return process.getuid?.() === 0 ? null : "only root can build it here";
}
