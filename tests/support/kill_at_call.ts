import { writeFileSync } from "node:fs";
import fs from "node:fs/promises";

/**
 * Preloaded into a process (see killAtCall): kills it just before its n-th call that changes the file
 * system, or writes how many such calls it made when it ends by itself.
 */
const { KILL_AT_CALL: killAt, CALLS_FILE: callsFile } = process.env;
let calls = 0;

function counted<A extends unknown[], R>(call: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    calls++;
    if (calls === Number(killAt)) process.kill(process.pid, "SIGKILL");
    return call(...args);
  };
}

if (callsFile !== undefined) {
  for (const name of ["mkdir", "open", "rename", "rm", "rmdir"] as const) {
    Object.assign(fs, { [name]: counted(fs[name] as (...args: unknown[]) => unknown) });
  }
  process.on("exit", () => {
    writeFileSync(callsFile, String(calls));
  });
}

/**
 * The environment of a process that is killed just before its n-th call that changes the file system;
 * without n it leaves the number of its calls in a file.
 */
export function killAtCall(file: string, n?: number): Record<string, string> {
  return {
    NODE_OPTIONS: `--require=${__filename}`,
    CALLS_FILE: file,
    ...(n !== undefined && { KILL_AT_CALL: String(n) }),
  };
}
