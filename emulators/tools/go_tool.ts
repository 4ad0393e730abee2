import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { installOnce } from "./install_once";

/** Programs in Go, by their path for `go install`. */
export const goTools = {
  prism: { path: "github.com/apache/beam/sdks/v2/go/cmd/prism", version: "2.77.0" },
  fakeGcsServer: { path: "github.com/fsouza/fake-gcs-server", version: "1.56.1" },
  /** A container registry, and a client of it. */
  crane: { path: "github.com/google/go-containerregistry/cmd/crane", version: "0.20.6" },
} as const;

/** Why they can't be installed on this machine; null when they can. */
export function goMissing(): string | null {
  return spawnSync("go", ["version"]).status === 0 ? null : "this machine has no Go";
}

/** The executable of a tool; it is installed first where it is missing, which takes minutes. */
export function goTool({ path, version }: { path: string; version: string }): string {
  const name = basename(path);
  const folder = join(homedir(), ".cache", "crypto-pipelines", `${name}-${version}`);
  const program = join(folder, name);
  installOnce(
    folder,
    () => existsSync(program),
    () => {
      const { status, stderr } = spawnSync("go", ["install", `${path}@v${version}`], {
        encoding: "utf8",
        env: { ...process.env, GOBIN: folder },
      });
      if (status !== 0) throw new Error(`${name} ${version} can't be installed: ${stderr}`);
    },
  );
  return program;
}
