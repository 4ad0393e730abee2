import { spawnSync } from "node:child_process";

/** Why gcloud can't run on this machine; null when it can. */
export function gcloudMissing(): string | null {
  return spawnSync("gcloud", ["--version"]).status === 0 ? null : "this machine has no gcloud";
}
