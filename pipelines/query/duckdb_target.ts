import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type {
  DuckDBConnection,
  DuckDBInstance,
  DuckDBPreparedStatement,
  DuckDBResult,
  Json,
} from "@duckdb/node-api";
import { ActionableError, explained, explainedEach } from "../core/actionable_error";
import type { Clock } from "../core/clock";
import { UsageError } from "../options/usage_error";
import { duckDbError } from "../warehouses/duckdb/errors";
import { openDuckDbFileToRead } from "../warehouses/duckdb/file";
import { isNotOneStatement, missingTableOf, queryError } from "./duckdb_query_error";
import { readViews } from "../warehouses/view_files";
import type { Cell, QueryColumn, QueryResult, QueryTarget } from "./query_target";
import { oneStatement } from "./sql_text";

const numberTypes =
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT|FLOAT|DOUBLE|DECIMAL)/;

export interface DuckDbTargetOptions {
  /** Where another one may be that was meant. */
  readonly otherFiles: readonly string[];
  /** Says that another process has the file open, which is waited for. */
  readonly onWait: (line: string) => void;
  readonly clock?: Clock;
}

/** A DuckDB file, opened for reading only. */
export class DuckDbTarget implements QueryTarget {
  readonly dialect = "duckdb";
  private names: readonly string[] | undefined;
  /** The views that it can't have, with the table that each lacks. */
  private readonly withoutTable = new Map<string, string>();

  private constructor(
    readonly url: string,
    private readonly file: string,
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** @throws ActionableError when the file does not exist, or can't be opened */
  static async open(file: string, options: DuckDbTargetOptions): Promise<DuckDbTarget> {
    if (!existsSync(file)) throw missing(file, options.otherFiles);
    return explained(
      (error) => duckDbError(error, file),
      async () => {
        const instance = await openDuckDbFileToRead(resolve(file), options.clock, options.onWait);
        const connection = await instance.connect();
        await connection.run("SET TimeZone = 'UTC'");
        const target = new DuckDbTarget(`duckdb:${file}`, file, instance, connection);
        await target.addViews();
        return target;
      },
    );
  }

  /** The project's views that the file lacks, for this connection: those whose tables are there. */
  private async addViews(): Promise<void> {
    const tables = new Set(await this.tables());
    for (const view of readViews("duckdb")) {
      if (tables.has(view.name)) continue;
      const sql = `CREATE TEMP VIEW "${view.name}" AS ${view.sql}`;
      await this.connection.run(sql).catch((error: unknown) => {
        const table = missingTableOf(error);
        if (table === undefined) throw error;
        this.withoutTable.set(view.name, table);
      });
    }
  }

  async run(sql: string): Promise<QueryResult> {
    const explain = await this.explain();
    const result = await explained(explain, async () => {
      return (await this.prepare(sql)).stream();
    });
    const types = result.columnTypes().map(String);
    const columns = result
      .columnNames()
      .map((name, index) => ({ name, isNumber: numberTypes.test(types[index] ?? "") }));
    const rows = explainedEach(explain, this.rowsOf(result, columns, types));
    return { columns, rows };
  }

  private async *rowsOf(
    result: DuckDBResult,
    columns: readonly QueryColumn[],
    types: readonly string[],
  ): AsyncGenerator<readonly Cell[][]> {
    let isRead = false;
    try {
      for await (const rows of result.yieldRowsJson()) {
        yield rows.map((row) =>
          row.map((value, index) =>
            cell(value, columns[index]?.isNumber ?? false, types[index] ?? ""),
          ),
        );
      }
      isRead = true;
    } finally {
      if (!isRead) await this.discard(result);
    }
  }

  /** Ends a query whose rows are not all read: its result would keep the file open after `close`. */
  private async discard(result: DuckDBResult): Promise<void> {
    this.connection.interrupt();
    await result.fetchChunk().catch(() => undefined);
  }

  async check(sql: string): Promise<null> {
    await explained(await this.explain(), async () => {
      (await this.prepare(sql)).destroySync();
    });
    return null;
  }

  private async explain(): Promise<(error: unknown) => unknown> {
    const names = (this.names ??= await this.tables());
    return (error) =>
      queryError(error, { file: this.file, names, withoutTable: this.withoutTable });
  }

  /**
   * DuckDB prepares one statement at a time. Counting those that it extracts would keep the file open
   * after `close`: what is extracted is only freed by the garbage collector.
   */
  private async prepare(sql: string): Promise<DuckDBPreparedStatement> {
    return explained(
      (error) => (isNotOneStatement(error) ? new UsageError(oneStatement) : error),
      () => this.connection.prepare(sql),
    );
  }

  async tables(): Promise<string[]> {
    const reader = await this.connection.runAndReadAll(
      `SELECT table_name FROM duckdb_tables() WHERE NOT internal
       UNION SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1`,
    );
    return reader.getRowsJson().map(([name]) => (typeof name === "string" ? name : ""));
  }

  async holdsSample(): Promise<boolean> {
    const tables = await this.tables();
    const runs = ["crypto_market_snapshot_runs", "crypto_asset_dim_runs"].filter((name) =>
      tables.includes(name),
    );
    if (runs.length === 0) return false;
    const reader = await this.connection.runAndReadAll(
      runs
        .map((name) => `SELECT source FROM ${name} WHERE source LIKE 'sample%'`)
        .join(" UNION ALL ") + " LIMIT 1",
    );
    return reader.currentRowCount > 0;
  }

  close(): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
    return Promise.resolve();
  }
}

function missing(file: string, otherFiles: readonly string[]): ActionableError {
  const [other] = otherFiles.filter((path) => existsSync(path));
  return new ActionableError(
    `There is no warehouse at ${file}.`,
    other === undefined
      ? "Make one with `npm start` (the sample market) or --source=public, or name another with --warehouse=duckdb:FILE."
      : `There is one at ${other}: add --warehouse=duckdb:${other} to ask it.`,
  );
}

function cell(value: Json, isNumber: boolean, type: string): Cell {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value !== "string") return JSON.stringify(value);
  // Whole numbers of 64 bits and decimals come as text. One that a double can't hold stays text.
  if (isNumber)
    return Number.isInteger(Number(value)) && !Number.isSafeInteger(Number(value))
      ? value
      : Number(value);
  // As the CSV files write it.
  if (type.startsWith("TIMESTAMP")) return value.replace(" ", "T").replace(/\+00(:00)?$/, "Z");
  return value;
}
