import type { BigQuery, Dataset, TableField } from "@google-cloud/bigquery";
import type { TableSpec } from "../../../schemas/table";
import { tableNamed } from "../../../schemas/tables";
import { log } from "../../core/log";
import { ActionableError, explained } from "../../core/actionable_error";
import { runQuery } from "./query";
import { openBigQuery } from "./client";
import { type Load, runLoad } from "./load";
import { bigQueryError } from "./errors";
import { currentSource, writtenSource } from "./source";
import { countRows, distinctValues, lastWrite } from "./sql";
import { type TableResource, differences, mending, tableResource } from "./table";
import {
  type RetryPolicy,
  defaultRetryPolicy,
  withRetry,
  statusOf,
} from "../../google/remote_call";
import type { ObjectStore } from "../../storage/object_store";
import type { CsvFile, Replacement, TableLoad, Warehouse } from "../warehouse";

export interface BigQueryWarehouseOptions {
  /** The files' store: BigQuery loads only from buckets that are where the dataset is. */
  readonly near?: ObjectStore | undefined;
  readonly retry?: RetryPolicy;
}

/**
 * A BigQuery dataset. Tables are made and evolved from their specs; each load is one load job whose
 * id follows from its content, so that repeating it loads nothing twice.
 *
 * Loads the Google client: import this module only where it is used.
 */
export class BigQueryWarehouse implements Warehouse {
  readonly url: string;
  private readonly client: BigQuery;
  private readonly dataset: Dataset;
  private readonly policy: RetryPolicy;
  private knownLocation: string | undefined;

  constructor(
    private readonly project: string,
    private readonly datasetId: string,
    private readonly options: BigQueryWarehouseOptions = {},
  ) {
    this.url = `bigquery:${project}.${datasetId}`;
    if (!/^[a-z][a-z0-9:.-]{4,}$/.test(project) || !/^\w{1,1024}$/.test(datasetId)) {
      throw new ActionableError(
        `${this.url} does not name a dataset.`,
        "Write bigquery:PROJECT.DATASET; a dataset's name has letters, digits and underscores only.",
      );
    }
    this.client = openBigQuery(project);
    this.dataset = this.client.dataset(datasetId);
    this.policy = options.retry ?? defaultRetryPolicy;
  }

  /** Tables that the spec's foreign keys point at are prepared too: keys need their targets. */
  async prepare(...specs: TableSpec[]): Promise<void> {
    await this.explained(async () => {
      await this.prepareDataset();
      for (const spec of specs) {
        for (const { table } of spec.foreignKeys ?? []) await this.prepareTable(tableNamed(table));
        await this.prepareTable(spec);
      }
    });
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
      const [fields, location] = [await this.fieldsOf(spec), await this.location()];
      const target = { project: this.project, dataset: this.datasetId, table: spec.name };
      for (let source = await writtenSource(csv); ;) {
        const rows = await this.run({ ...target, location, partition, fields, csv, source });
        const now = await currentSource(csv);
        if (now.version === source.version) return rows;
        // Another run wrote the file meanwhile, and may have loaded it before this load ended.
        // Whoever was last: the table has to hold what the file holds.
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

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async run(load: Load): Promise<number> {
    const { table, partition, source, csv } = load;
    const rows = await runLoad(this.client, this.policy, load, (ended, loaded) =>
      this.stillHolds(table, partition, ended, loaded),
    );
    if (source.rows !== undefined && rows !== source.rows) {
      throw new ActionableError(
        `${table} took ${rows} rows from ${csv.path}, which has ${source.rows}.`,
        "Run it again; if it stays so, the CSV is not as the pipeline wrote it.",
      );
    }
    return rows;
  }

  /** Whether nothing was written since a job ended (in ms since 1970) that loaded so many rows. */
  private async stillHolds(
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
      // Loading once more is never wrong, only not needed: better than to fail for the want of it.
      log.warn({ err: error }, `Not known whether ${table} changed: it is loaded again.`);
      return false;
    }
  }

  private async prepareDataset(): Promise<void> {
    if ((await this.metadata("bigquery.datasets.get", this.dataset)) !== undefined) return;
    const where = await this.locationToBe();
    await withRetry("bigquery.datasets.insert", this.policy, () =>
      unlessThere(this.client.createDataset(this.datasetId, where)),
    );
  }

  /** Where to create the dataset: where the bucket is, and where BigQuery likes without one. */
  private async locationToBe(): Promise<{ location?: string }> {
    try {
      const location = await this.options.near?.location?.();
      return location === undefined ? {} : { location };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new ActionableError(
        `There is no dataset ${this.url}, and where to create it can't be found out: ${message}`,
        `Create it where the bucket is: bq mk --location=LOCATION ${this.project}:${this.datasetId}.`,
        { cause: error },
      );
    }
  }

  private async prepareTable(spec: TableSpec): Promise<void> {
    const wanted = tableResource(spec, this.project, this.datasetId);
    const table = this.dataset.table(spec.name);
    const found = await this.tableFound(spec.name);
    if (!found) {
      await withRetry("bigquery.tables.insert", this.policy, () =>
        unlessThere(this.dataset.createTable(spec.name, wanted)),
      );
      return;
    }
    const different = differences(wanted, found);
    if (different.length > 0) {
      throw new ActionableError(
        `${this.url}.${spec.name} is not the table that this version writes: ${different.join("; ")}.`,
        "Nothing was changed. Rename or drop that table, or use another dataset.",
      );
    }
    const patch = mending(wanted, found);
    if (patch) {
      await withRetry("bigquery.tables.patch", this.policy, () => table.setMetadata(patch));
    }
  }

  /** The table's columns in the order of the CSV's, each with the mode that it has in the table. */
  private async fieldsOf(spec: TableSpec): Promise<TableField[]> {
    const found = await this.tableFound(spec.name);
    const wanted = tableResource(spec, this.project, this.datasetId).schema?.fields ?? [];
    const modes = new Map(found?.schema?.fields?.map(({ name, mode }) => [name, mode]));
    return wanted.map((field) => ({ ...field, mode: modes.get(field.name) ?? "NULLABLE" }));
  }

  private async tableFound(name: string): Promise<TableResource | undefined> {
    return this.metadata<TableResource>("bigquery.tables.get", this.dataset.table(name));
  }

  private async location(): Promise<string> {
    if (this.knownLocation === undefined) {
      const call = "bigquery.datasets.get";
      const found = await this.metadata<{ location?: string }>(call, this.dataset);
      if (!found) {
        throw new ActionableError(`There is no dataset ${this.url}.`, "Prepare its tables first.");
      }
      this.knownLocation = found.location ?? "US";
    }
    return this.knownLocation;
  }

  /** A resource's metadata, or undefined when there is no such resource. */
  private async metadata<T>(
    call: string,
    resource: { getMetadata(): Promise<unknown> },
  ): Promise<T | undefined> {
    return withRetry(call, this.policy, async () => {
      try {
        const [metadata] = (await resource.getMetadata()) as [T];
        return metadata;
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    });
  }

  private async query(query: string): Promise<Record<string, unknown>[]> {
    return this.explained(async () => {
      const location = await this.location();
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

/** Creating what another run, or an earlier attempt, has created meanwhile is no error. */
async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
  }
}
