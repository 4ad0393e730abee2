import type { Stats } from "node:fs";
import { access, constants, link, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { DuckDBInstance } from "@duckdb/node-api";
import { checkDirectory, makeDirectory } from "../../storage/local/make_directory";
import {
  explainedFor,
  localStorageError,
  unless,
  unsupportedCodes,
} from "../../storage/local/errors";
import { type Clock, systemClock } from "../../core/clock";
import { loadError } from "../../core/load_error";
import { log } from "../../core/log";
import { isDead, newRunId } from "../../core/run_id";
import { isLockConflict, messageOf } from "./errors";

/**
 * Little memory, since the pipeline needs its own; DuckDB spills the rest to disk, beside the file. A
 * commit is checkpointed into the file at once, not into a log that closing would have to apply, but
 * for many loads in a row (database.ts).
 */
export const duckDbSettings = { threads: "2", memory_limit: "256MB", checkpoint_threshold: "16KB" };

/** How long a file that another process has open is waited for, in milliseconds. */
const longestWait = 30_000;
const pollInterval = 500;
/** Files that were waited for in vain: recording the failure must not wait again. */
const givenUp = new Set<string>();

/**
 * Opens a DuckDB file, which is created, with its directory, when it is missing. A file that another
 * process has open is waited for.
 */
export async function openDuckDbFile(
  file: string,
  clock: Clock = systemClock,
): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await loadDuckDb();
  try {
    await makeDirectory(dirname(file));
    await removeUnfinished(file);
    if (!(await modified(file))) await create(file, DuckDBInstance);
  } catch (error) {
    throw localStorageError(error, dirname(file));
  }
  // DuckDB's locks hold between processes only; within this one the cache shares what is open.
  const instance = await whenUnlocked(file, clock, () =>
    DuckDBInstance.fromCache(file, duckDbSettings),
  );
  await removeSpilled(file);
  return instance;
}

/**
 * Whether a DuckDB file is there.
 * @throws ActionableError where it may not be written to, or can't be created, as far as reading shows it
 */
export async function findDuckDbFile(file: string): Promise<boolean> {
  const directory = dirname(resolve(file));
  const absent = ["ENOENT", "ENOTDIR"];
  const isThere = (await explainedFor(file, () => unless(absent, stat(file)))) !== undefined;
  if (isThere) await explainedFor(file, () => access(file, constants.W_OK));
  else await explainedFor(directory, () => checkDirectory(directory));
  return isThere;
}

/** Opens a DuckDB file that exists, for reading only: neither it nor a file beside it is changed. */
export async function openDuckDbFileToRead(
  file: string,
  clock: Clock = systemClock,
  onWait?: (line: string) => void,
): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await loadDuckDb();
  const settings = { access_mode: "READ_ONLY", threads: "2" };
  return whenUnlocked(file, clock, () => DuckDBInstance.create(file, settings), onWait);
}

/** The native library takes a while to load, so only a run that uses it does. */
export async function loadDuckDb(): Promise<typeof import("@duckdb/node-api")> {
  try {
    return await import("@duckdb/node-api");
  } catch (error) {
    throw loadError(error, " Without DuckDB: --warehouse=none.") ?? error;
  }
}

/** Opens a file as soon as no other process has it open; that it waits for one is reported once. */
export async function whenUnlocked<T>(
  file: string,
  clock: Clock,
  open: () => Promise<T>,
  onWait = (line: string) => {
    log.warn(line);
  },
): Promise<T> {
  const deadline = clock.now() + longestWait;
  for (let attempt = 1; ; attempt++) {
    try {
      const opened = await open();
      givenUp.delete(file);
      return opened;
    } catch (error) {
      if (!isLockConflict(error) || givenUp.has(file)) throw error;
      if (clock.now() >= deadline) {
        givenUp.add(file);
        throw error;
      }
      if (attempt === 1) {
        const [, holder = "another process"] = /held in (.+?)\. See/.exec(messageOf(error)) ?? [];
        onWait(`${file} is open in ${holder}: waiting for it, at most ${longestWait / 1000} s.`);
      }
      await clock.sleep(pollInterval);
    }
  }
}

/**
 * DuckDB creates a file in several steps, and can't open one whose creation was interrupted. So a new
 * file is created under a temporary name and linked atomically; another run may have been first.
 */
async function create(file: string, instances: typeof DuckDBInstance): Promise<void> {
  const unfinished = temporaryName(file) + newRunId();
  try {
    (await instances.create(unfinished, duckDbSettings)).closeSync();
    await moveNew(unfinished, file);
  } catch (error) {
    if (!(await modified(file))) throw error;
  } finally {
    for (const name of [unfinished, `${unfinished}.wal`]) await rm(name, { force: true });
  }
}

const forbidden: readonly string[] = ["EACCES", "EPERM"];

/** How the temporary names of a new file begin; the id of the run follows that creates it. */
function temporaryName(file: string): string {
  return `${file}.new-`;
}

/**
 * Removes the temporary names that runs have left which died while they created the file. Where the file
 * has the other name already, its creation has ended, whatever became of the run. What may not be read
 * or removed stays: the file can be opened all the same.
 */
async function removeUnfinished(file: string): Promise<void> {
  const beginning = basename(temporaryName(file));
  const names = (await unless(forbidden, readdir(dirname(file)))) ?? [];
  const found = await statOf(file);
  for (const name of names.filter((name) => name.startsWith(beginning))) {
    const path = join(dirname(file), name);
    const unfinished = await statOf(path);
    if (!unfinished) continue;
    const run = name.slice(beginning.length).replace(/\.wal$/, "");
    const isSame = unfinished.ino === found?.ino && unfinished.dev === found.dev;
    if (isSame || isDead(run, unfinished.mtime)) {
      await unless(forbidden, rm(path, { force: true }));
    }
  }
}

/** Gives a new file its name, unless another run has created it meanwhile. */
async function moveNew(unfinished: string, file: string): Promise<void> {
  try {
    await link(unfinished, file);
  } catch (error) {
    // Without hard links nothing but the check keeps a rename from replacing another run's file.
    if (!withoutLinks.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    if (!(await modified(file))) await rename(unfinished, file);
  }
}

/** EPERM is Linux's code for a file system without hard links; EMLINK means that there are too many. */
const withoutLinks: readonly string[] = [...unsupportedCodes, "EPERM", "EACCES", "EMLINK"];

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
  return (await statOf(path))?.mtime;
}

function statOf(path: string): Promise<Stats | undefined> {
  return unless(["ENOENT"], stat(path));
}
