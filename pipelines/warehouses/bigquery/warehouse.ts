import type { BigQuery, TableField } from "@google-cloud/bigquery";
import type { Row, TableSpec } from "../../../schemas/table";
import { tableNamed } from "../../../schemas/tables";
import { ActionableError, explained } from "../../core/actionable_error";
import { log } from "../../core/log";
import { type RetryPolicy, defaultRetryPolicy } from "../../google/remote_call";
import type { ObjectStore } from "../../storage/object_store";
import type { CsvFile, Replacement, TableLoad, Warehouse } from "../warehouse";
import { openBigQuery } from "./client";
import { BigQueryDataset } from "./dataset";
import { bigQueryError } from "./errors";
import { type Load, runLoad } from "./load";
import { runQuery } from "./query";
import { currentSource, writtenSource } from "./source";
import { countRows, distinctValues, lastWrite, replaceDay } from "./sql";
import { layoutOf, tableResource } from "./table";

export interface BigQueryWarehouseOptions {
  /** The files' store: BigQuery loads only from buckets that are where the dataset is. */
  readonly near?: ObjectStore | undefined;
  readonly retry?: RetryPolicy;
}

/**
 * A BigQuery dataset. Tables are created and evolved from their specs; each load is one load job,
 * whose id is derived from its content, so that a load is idempotent.
 *
 * Loads the Google client: import this module only where it is used.
 */
export class BigQueryWarehouse implements Warehouse {
  readonly url: string;
  readonly dialect = "bigquery";
  private readonly client: BigQuery;
  private readonly dataset: BigQueryDataset;
  private readonly policy: RetryPolicy;

  constructor(
    private readonly project: string,
    private readonly datasetId: string,
    private readonly options: BigQueryWarehouseOptions = {},
  ) {
    this.url = `bigquery:${project}.${datasetId}`;
    this.policy = options.retry ?? defaultRetryPolicy;
    this.client = openBigQuery(project);
    this.dataset = new BigQueryDataset(this.client, project, datasetId, this.policy);
  }

  /** Tables that the spec's foreign keys reference are created too: keys need their targets. */
  async prepare(...specs: TableSpec[]): Promise<void> {
    await this.explained(async () => {
      await this.dataset.prepare(this.options.near);
      for (const spec of specs) {
        for (const { table } of spec.foreignKeys ?? []) {
          await this.dataset.createMissing(tableNamed(table));
        }
        await this.dataset.prepareTable(spec);
      }
    });
  }

  async check(...specs: TableSpec[]): Promise<void> {
    await this.explained(async () => {
      for (const spec of specs) await this.dataset.checkTable(spec);
    });
  }

  async exists(spec: TableSpec): Promise<boolean> {
    return this.explained(async () => (await this.dataset.table(spec.name)) !== undefined);
  }

  async countRows(spec: TableSpec, date?: string): Promise<number> {
    const [row] = await this.query(countRows(this.quoted(spec.name), spec, date));
    return Number(row?.row_count ?? 0);
  }

  async distinct(spec: TableSpec, column: string): Promise<string[]> {
    const rows = await this.query(distinctValues(this.quoted(spec.name), spec, column));
    return rows.map(({ value }) => String(value)).sort();
  }

  async load(spec: TableSpec, csv: CsvFile, { date, clear }: Replacement): Promise<number> {
    // A partitioned table that is cleared is replaced as a whole, which is one step too.
    const partition = date === undefined || clear ? undefined : date.replaceAll("-", "");
    return this.explained(async () => {
      const [fields, location] = [await this.fieldsOf(spec), await this.dataset.location()];
      const layout = layoutOf(spec);
      const target = { project: this.project, dataset: this.datasetId, table: spec.name, layout };
      for (let source = await writtenSource(csv); ;) {
        const rows = await this.run({ ...target, location, partition, fields, csv, source });
        const now = await currentSource(csv);
        if (now.version === source.version) return rows;
        // Another run has replaced the file meanwhile, and may have loaded it before this load
        // ended. Whichever was last: the table has to hold what the file holds.
        log.warn({ path: csv.path }, "Another run replaced the file meanwhile: loading its rows.");
        source = now;
      }
    });
  }

  async loadAll(loads: readonly TableLoad[]): Promise<number[]> {
    const rows: number[] = [];
    for (const { table, csv, replacement } of loads) {
      rows.push(await this.load(table, csv, replacement));
    }
    return rows;
  }

  async replaceDay(spec: TableSpec, date: string, rows: readonly Row[]): Promise<void> {
    await this.query(replaceDay(this.quoted(spec.name), spec, date, rows));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async run(load: Load): Promise<number> {
    const { table, partition, source, csv } = load;
    const rows = await runLoad(this.client, this.policy, load, (ended, loaded) =>
      this.isUnchanged(table, partition, ended, loaded),
    );
    if (source.rows !== undefined && rows !== source.rows) {
      throw new ActionableError(
        `${table} took ${rows} rows from ${csv.path}, which has ${source.rows}.`,
        "Run it again; if that changes nothing, the CSV is not as the pipeline wrote it.",
      );
    }
    return rows;
  }

  /** Whether nothing was written since a job ended (in ms since 1970) that loaded so many rows. */
  private async isUnchanged(
    table: string,
    partition: string | undefined,
    ended: number,
    rows: number,
  ): Promise<boolean> {
    const dataset = `\`${this.project}.${this.datasetId}\``;
    try {
      const [row] = await this.query(lastWrite(dataset, table, partition));
      return Number(row?.row_count ?? 0) === rows && Number(row?.written ?? 0) <= ended;
    } catch (error) {
      // Loading again is idempotent: better than to fail because this could not be read.
      log.warn({ err: error }, `Whether ${table} has changed is unknown: it is loaded again.`);
      return false;
    }
  }

  /** The table's columns in the order of the CSV's, each with the mode that it has in the table. */
  private async fieldsOf(spec: TableSpec): Promise<TableField[]> {
    const found = await this.dataset.table(spec.name);
    const wanted = tableResource(spec, this.project, this.datasetId).schema?.fields ?? [];
    const modes = new Map(found?.schema?.fields?.map(({ name, mode }) => [name, mode]));
    return wanted.map((field) => ({ ...field, mode: modes.get(field.name) ?? "NULLABLE" }));
  }

  private async query(query: string): Promise<Record<string, unknown>[]> {
    return this.explained(async () => {
      const location = await this.dataset.location();
      return runQuery(this.client, this.policy, query, location);
    });
  }

  private quoted(table: string): string {
    return `\`${this.project}.${this.datasetId}.${table}\``;
  }

  private explained<T>(step: () => Promise<T>): Promise<T> {
    return explained((error) => bigQueryError(this.url, error), step);
  }
}
