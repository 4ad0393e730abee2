import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A program from PyPI, in a virtual environment of its own that is made once for the machine. */
export interface PythonTool {
  readonly name: string;
  readonly version: string;
  /** What pip installs, with the packages that these need. */
  readonly packages: readonly string[];
  /** What pip installs after that, alone. */
  readonly alone?: readonly string[];
}

const pythons = ["python3.11", "python3.12", "python3.10", "python3"];

/**
 * The folder of a tool's executables; it is installed first where it is missing.
 * @throws when the machine has no fitting Python, or the package index can't be reached
 */
export function pythonToolBin({ name, version, packages, alone = [] }: PythonTool): string {
  const folder = join(homedir(), ".cache", "crypto-pipelines", `${name}-${version}`);
  const venv = join(folder, "venv");
  const stamp = join(folder, "installed.json");
  const wanted = JSON.stringify({ packages, alone });
  // The stamp is written last: an installation that died on the way is made again.
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return join(venv, "bin");
  mkdirSync(folder, { recursive: true });
  run(fittingPython(), ["-m", "venv", venv]);
  const pip = join(venv, "bin", "pip");
  run(pip, ["install", "--quiet", "--no-compile", ...packages]);
  if (alone.length > 0) run(pip, ["install", "--quiet", "--no-compile", "--no-deps", ...alone]);
  writeFileSync(stamp, wanted);
  return join(venv, "bin");
}

/** Why tests of Python tools can't run on this machine; null when they can. */
export function pythonMissing(): string | null {
  return pythons.some(isFitting) ? null : "this machine has no Python from 3.10 to 3.12";
}

function fittingPython(): string {
  const python = pythons.find(isFitting);
  if (python === undefined) throw new Error(`Not installed: ${pythonMissing()}.`);
  return python;
}

function isFitting(python: string): boolean {
  const script = "import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))";
  return spawnSync(python, ["-c", script]).status === 0;
}

function run(command: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr}`);
  }
}
