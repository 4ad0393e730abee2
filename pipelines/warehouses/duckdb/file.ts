import { link, readdir, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { DuckDBInstance } from "@duckdb/node-api";
import { makeDirectory } from "../../storage/local/make_directory";
import { localStorageError } from "../../storage/local/errors";
import { isDead, newRunId } from "../../core/run_id";

/**
 * Little memory, since the pipeline needs its own; DuckDB spills the rest to disk, beside the file. A
 * commit is checkpointed into the file at once, not into a log that closing would have to apply.
 */
export const duckDbSettings = { threads: "2", memory_limit: "256MB", checkpoint_threshold: "16KB" };

/** Opens a DuckDB file, which is created, with its directory, when it is missing. */
export async function openDuckDbFile(file: string): Promise<DuckDBInstance> {
  // The native library takes a while to load, so only a run that uses it does. By require, since
  // the compiled tests run as CommonJS, where Jest has no import().
  const { DuckDBInstance } = createRequire(__filename)(
    "@duckdb/node-api",
  ) as typeof import("@duckdb/node-api");
  try {
    await makeDirectory(dirname(file));
    if (!(await modified(file))) await create(file, DuckDBInstance);
  } catch (error) {
    throw localStorageError(error, dirname(file));
  }
  // DuckDB's locks hold between processes only; within this one the cache shares what is open.
  const instance = await DuckDBInstance.fromCache(file, duckDbSettings);
  await removeSpilled(file);
  return instance;
}

/**
 * DuckDB creates a file in several steps, and can't open one whose creation was interrupted. So a new
 * file is created under a temporary name and linked atomically; another run may have been first.
 */
async function create(file: string, instances: typeof DuckDBInstance): Promise<void> {
  const directory = dirname(file);
  const beginning = `${basename(file)}.new-`;
  for (const name of await readdir(directory)) {
    if (!name.startsWith(beginning)) continue;
    const changed = await modified(join(directory, name));
    const run = name.slice(beginning.length).replace(/\.wal$/, "");
    if (changed && isDead(run, changed)) await rm(join(directory, name), { force: true });
  }
  const unfinished = join(directory, beginning + newRunId());
  try {
    (await instances.create(unfinished, duckDbSettings)).closeSync();
    await link(unfinished, file);
  } catch (error) {
    if (!(await modified(file))) throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/**
 * Removes what a process that died has spilled. This process holds the file's lock, so no other one
 * is spilling now; what is younger than this process may be its own.
 */
async function removeSpilled(file: string): Promise<void> {
  const spilled = `${file}.tmp`;
  const changed = await modified(spilled);
  const started = Date.now() - process.uptime() * 1000;
  if (changed && changed.getTime() < started) await rm(spilled, { recursive: true, force: true });
}

/** When a file was last changed, or undefined when there is none. */
async function modified(path: string): Promise<Date | undefined> {
  try {
    return (await stat(path)).mtime;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
