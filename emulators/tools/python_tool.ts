import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { installOnce } from "./install_once";

/** A program from PyPI, in its own virtual environment that is made once a machine. */
export interface PythonTool {
  readonly name: string;
  readonly version: string;
  /** What pip installs, with the packages that these need. */
  readonly packages: readonly string[];
  /** What pip installs after that, alone. */
  readonly alone?: readonly string[];
  /** The versions of Python that it runs on, the best first. */
  readonly pythons?: readonly string[];
}

const usualPythons: readonly string[] = ["3.11", "3.12", "3.10"];

/**
 * The folder of a tool's executables; it is installed first where it is missing.
 * @throws when the machine has no fitting Python, or the package index can't be reached
 */
export function pythonToolBin(tool: PythonTool): string {
  const { name, version, packages, alone = [], pythons = usualPythons } = tool;
  const folder = join(homedir(), ".cache", "crypto-pipelines", `${name}-${version}`);
  const venv = join(folder, "venv");
  const stamp = join(folder, "installed.json");
  const wanted = JSON.stringify({ packages, alone });
  const isThere = () => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  installOnce(folder, isThere, () => {
    const python = fittingPython(pythons);
    const reason = pythonMissing(pythons);
    if (python === undefined) throw new Error(`${name} can't be installed: ${reason}.`);
    run(python.command, ["-m", "venv", venv], python.env);
    const pip = join(venv, "bin", "pip");
    run(pip, ["install", "--quiet", "--no-compile", ...packages]);
    if (alone.length > 0) run(pip, ["install", "--quiet", "--no-compile", "--no-deps", ...alone]);
    // Written last: an interrupted installation is repeated.
    writeFileSync(stamp, wanted);
  });
  return join(venv, "bin");
}

/** Why tools for these versions of Python can't be installed here; null when they can. */
export function pythonMissing(pythons = usualPythons): string | null {
  return fittingPython(pythons) ? null : `this machine has no Python ${pythons.join(" or ")}`;
}

/** An executable of one of the versions. */
function fittingPython(versions: readonly string[]) {
  // pyenv's command of that name needs the version in the environment too; others ignore it.
  const named = versions.map((version) => ({
    command: `python${version}`,
    env: { PYENV_VERSION: version },
  }));
  const script = `import sys; sys.exit("%d.%d" % sys.version_info[:2] not in sys.argv)`;
  return [...named, { command: "python3", env: {} }].find(
    ({ command, env }) =>
      spawnSync(command, ["-c", script, ...versions], { env: { ...process.env, ...env } })
        .status === 0,
  );
}

function run(command: string, args: readonly string[], env: Record<string, string> = {}): void {
  const { status, error, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr}`);
  }
}
