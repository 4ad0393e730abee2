import { spawn } from "node:child_process";
import { join } from "node:path";
import { compiled } from "./checkout";

export interface CliResult {
  readonly code: number | null;
  /** The signal that ended it, if one did: then there is no code. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stderr that are not log lines: the error messages. */
  readonly errors: readonly string[];
}

const main = join(compiled, "pipelines/main.js");

/** Runs the command line as a process of its own, and waits for its end. */
export async function runCli(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CliResult> {
  const { child, ended } = startCli(args, options);
  child.stdin.end();
  return ended;
}

/** As runCli, but returns at once, so that the caller can interrupt or kill the process. */
export function startCli(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
) {
  const { COINGECKO_API_KEY: _, ...env } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: options.cwd,
    // As in CI, stderr has errors and JSON lines: what is for a person alone has tests of its own.
    env: { ...env, CI: "true", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<CliResult>((resolve) => {
    child.once("close", (code, signal) => {
      const errors = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
      resolve({ code, signal, stdout, stderr, errors });
    });
  });
  return { child, ended };
}
