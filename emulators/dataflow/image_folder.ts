import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LocalImage } from "./image";

/**
 * An image unpacked in a folder: its programs run with that folder as their root, as in a container,
 * but without a container engine. It needs root's rights.
 *
 * @param env the image's own environment, as its configuration says
 * @param scripts a folder for the scripts that enter the image
 */
export function imageFolder(
  folder: string,
  env: Readonly<Record<string, string>>,
  scripts: string,
): LocalImage {
  // A container engine gives a container its hosts; an unpacked image has none.
  writeFileSync(join(folder, "etc/hosts"), "127.0.0.1 localhost\n");
  const worker = join(scripts, "worker");
  writeFileSync(worker, `#!/bin/sh\nexec chroot ${folder} /opt/apache/beam/boot "$@"\n`, {
    mode: 0o755,
  });
  return {
    launcher: ["chroot", folder, "/opt/google/dataflow/go_template_launcher"],
    worker,
    env,
  };
}
