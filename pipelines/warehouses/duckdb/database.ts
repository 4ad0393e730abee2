import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from "@duckdb/node-api";
import type { Clock } from "../../core/clock";
import { openDuckDbFile, openDuckDbFileToRead } from "./file";
import { duckDbError } from "./errors";

/** DuckDB's memory beside a pipeline of several days, which makes the next day's CSV meanwhile. */
const memoryForMany = "80MB";

type Parameters = Record<string, DuckDBValue>;

/** A value of a result in JSON: whole numbers of 64 bits, dates and times are text there. */
type Scalar = string | number | boolean | null;

export interface DuckDbOptions {
  /** Times the waiting for a file that another process has open. */
  readonly clock?: Clock;
  /** Opens a file that exists for reading alone. */
  readonly isReadOnly?: boolean;
  /**
   * For many small loads in a row: commits stay in DuckDB's log until `close`, since each checkpoint
   * rewrites all rows of an unfinished row group (122,880 rows), those of earlier loads too, and takes
   * what memory it is given for that.
   */
  readonly loadsMany?: boolean;
}

/** A DuckDB file, created with its directory when it is missing, opened when it is first used. */
export class DuckDbDatabase {
  private instance: Promise<DuckDBInstance> | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly file: string,
    private readonly options: DuckDbOptions = {},
  ) {}

  /**
   * Runs a step on a connection of its own, when the steps before it have ended: they would find each
   * other's changes in conflict.
   * @throws ActionableError that names the file
   */
  use<T>(step: (session: DuckDbSession) => Promise<T>): Promise<T> {
    return this.inTurn(() => this.run(step));
  }

  private inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.last.then(step);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async run<T>(step: (session: DuckDbSession) => Promise<T>): Promise<T> {
    try {
      const connection = await (await this.open()).connect();
      try {
        await connection.run("SET TimeZone = 'UTC'");
        return await step(new DuckDbSession(connection));
      } finally {
        connection.closeSync();
      }
    } catch (error) {
      throw duckDbError(error, this.file);
    }
  }

  /** As `use`, in one transaction: when the step fails, it is rolled back. */
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

  private async open(): Promise<DuckDBInstance> {
    const { clock, isReadOnly } = this.options;
    this.instance ??= isReadOnly ? openDuckDbFileToRead(this.file, clock) : this.openToWrite();
    try {
      return await this.instance;
    } catch (error) {
      // The cause may be gone at the next attempt.
      this.instance = undefined;
      throw error;
    }
  }

  private async openToWrite(): Promise<DuckDBInstance> {
    const { clock, loadsMany } = this.options;
    const instance = await openDuckDbFile(this.file, clock);
    if (!loadsMany) return instance;
    const connection = await instance.connect();
    await connection.run("SET checkpoint_threshold = '1TB'");
    await connection.run("SET threads = 1");
    await connection.run(`SET memory_limit = '${memoryForMany}'`);
    // What it frees is given back to the system soon: by default, from 128 MB and 512 MB on.
    await connection.run("SET allocator_flush_threshold = '4MB'");
    await connection.run("SET allocator_bulk_deallocation_flush_threshold = '4MB'");
    connection.closeSync();
    return instance;
  }

  close(): Promise<void> {
    return this.inTurn(() => this.closeNow());
  }

  private async closeNow(): Promise<void> {
    const instance = await this.instance?.catch(() => undefined);
    this.instance = undefined;
    if (instance && this.options.loadsMany) await checkpoint(instance);
    instance?.closeSync();
  }
}

/** Closing would do it too, but hold this thread meanwhile. What fails is left in the log, and is safe there. */
async function checkpoint(instance: DuckDBInstance): Promise<void> {
  const connection = await instance.connect();
  await connection.run("CHECKPOINT").catch(() => undefined);
  connection.closeSync();
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
