import { link, readdir, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from "@duckdb/node-api";
import { duckDbProblem } from "./duckdb_problem";
import { localProblem } from "./local_problem";
import { makeDirectory } from "./make_directory";
import { isDead, newRunId } from "./run_id";

/** Little enough to stand beside the pipeline; what does not fit goes to disk, beside the file. */
const settings = { threads: "2", memory_limit: "256MB" };

type Parameters = Record<string, DuckDBValue>;

/** A value of a result in JSON: whole numbers of 64 bits, dates and times are text there. */
type Scalar = string | number | boolean | null;

/** A DuckDB file, created with its directory when it is missing, opened when it is first used. */
export class DuckDbDatabase {
  #instance: Promise<DuckDBInstance> | undefined;

  constructor(readonly file: string) {}

  /**
   * Runs a step on a connection of its own, so that steps at the same time don't share a
   * transaction. What goes wrong comes as a Problem that names the file.
   */
  async use<T>(step: (session: DuckDbSession) => Promise<T>): Promise<T> {
    try {
      this.#instance ??= openFile(this.file);
      const connection = await (await this.#instance).connect();
      try {
        await connection.run("SET TimeZone = 'UTC'");
        return await step(new DuckDbSession(connection));
      } finally {
        connection.closeSync();
      }
    } catch (error) {
      throw duckDbProblem(error, this.file);
    }
  }

  /** As `use`, in one transaction: when the step fails, nothing has changed. */
  async change<T>(step: (session: DuckDbSession) => Promise<T>): Promise<T> {
    return this.use(async (session) => {
      await session.run("BEGIN TRANSACTION");
      try {
        const result = await step(session);
        await session.run("COMMIT");
        return result;
      } catch (error) {
        // A commit that fails has rolled back already, and so has closing the connection.
        await session.run("ROLLBACK").catch(() => undefined);
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    const instance = await this.#instance?.catch(() => undefined);
    this.#instance = undefined;
    instance?.closeSync();
  }
}

/** One connection's statements. */
export class DuckDbSession {
  constructor(readonly connection: DuckDBConnection) {}

  /** @returns how many rows the (last) statement changed. */
  async run(sql: string, parameters?: Parameters): Promise<number> {
    return (await this.connection.run(sql, parameters)).rowsChanged;
  }

  /** The rows of a query whose columns are of simple types. */
  async rows(sql: string, parameters?: Parameters): Promise<Record<string, Scalar>[]> {
    const reader = await this.connection.runAndReadAll(sql, parameters);
    return reader.getRowObjectsJson() as Record<string, Scalar>[];
  }
}

async function openFile(file: string): Promise<DuckDBInstance> {
  // The native library takes a while to load, so only a run that uses it does. By require, since
  // the compiled tests run as CommonJS, where Jest has no import().
  const { DuckDBInstance } = createRequire(__filename)(
    "@duckdb/node-api",
  ) as typeof import("@duckdb/node-api");
  try {
    await makeDirectory(dirname(file));
    if (!(await exists(file))) await create(file, DuckDBInstance);
  } catch (error) {
    throw localProblem(error, dirname(file));
  }
  // DuckDB's locks hold between processes only; within this one the cache shares what is open.
  return DuckDBInstance.fromCache(file, settings);
}

/**
 * DuckDB creates a file in several steps, and can't open one that died half-way. So the new file
 * gets its place only when it is whole; another run may have been quicker.
 */
async function create(file: string, instances: typeof DuckDBInstance): Promise<void> {
  const directory = dirname(file);
  const beginning = `${basename(file)}.new-`;
  for (const name of await readdir(directory)) {
    if (!name.startsWith(beginning)) continue;
    const found = await stat(join(directory, name)).catch(() => undefined);
    const run = name.slice(beginning.length).replace(/\.wal$/, "");
    if (found && isDead(run, found.mtime)) await rm(join(directory, name), { force: true });
  }
  const unfinished = join(directory, beginning + newRunId());
  try {
    (await instances.create(unfinished, settings)).closeSync();
    await link(unfinished, file);
  } catch (error) {
    if (!(await exists(file))) throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw error;
    },
  );
}
