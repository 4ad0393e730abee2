import fs from "node:fs";
import promises from "node:fs/promises";

/**
 * Preloaded into a process (node --require): counts its changes of the file system, kills it after
 * the one of the number KILL_AT, and else leaves their number in the file WRITES_FILE.
 */
const { KILL_AT, WRITES_FILE } = process.env;
const killAt = Number(KILL_AT ?? Infinity);
let writes = 0;

function counting<A extends unknown[], R>(change: (...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    const result = await change(...args);
    if (++writes === killAt) process.kill(process.pid, "SIGKILL");
    return result;
  };
}

Object.assign(promises, {
  mkdir: counting(promises.mkdir),
  open: counting(promises.open),
  writeFile: counting(promises.writeFile),
  rename: counting(promises.rename),
  link: counting(promises.link),
  rm: counting(promises.rm),
  rmdir: counting(promises.rmdir),
});
process.on("exit", () => {
  if (WRITES_FILE) fs.writeFileSync(WRITES_FILE, String(writes));
});
