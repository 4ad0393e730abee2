import type { BigQuery, Dataset } from "@google-cloud/bigquery";
import type { TableSpec } from "../../../schemas/table";
import { ActionableError } from "../../core/actionable_error";
import { type RetryPolicy, withRetry, statusOf } from "../../google/remote_call";
import type { ObjectStore } from "../../storage/object_store";
import { type TableResource, differences, schemaPatch, tableResource } from "./table";

/** The dataset itself and its tables' metadata. Throws the client's own errors. */
export class BigQueryDataset {
  readonly url: string;
  private readonly dataset: Dataset;
  private cachedLocation: string | undefined;

  constructor(
    private readonly client: BigQuery,
    private readonly project: string,
    private readonly id: string,
    private readonly policy: RetryPolicy,
  ) {
    this.url = `bigquery:${project}.${id}`;
    this.dataset = client.dataset(id);
  }

  /** Creates the dataset when it is missing, near the files' store. */
  async prepare(near: ObjectStore | undefined): Promise<void> {
    if ((await this.metadata("bigquery.datasets.get", this.dataset)) !== undefined) return;
    const location = await this.locationOf(near);
    await withRetry("bigquery.datasets.insert", this.policy, () =>
      unlessThere(this.client.createDataset(this.id, location === undefined ? {} : { location })),
    );
  }

  /** Creates a table where there is none. @returns the table that was there */
  async createMissing(spec: TableSpec): Promise<TableResource | undefined> {
    const found = await this.table(spec.name);
    if (found) return found;
    const wanted = tableResource(spec, this.project, this.id);
    await withRetry("bigquery.tables.insert", this.policy, () =>
      unlessThere(this.dataset.createTable(spec.name, wanted)),
    );
    return undefined;
  }

  /** Creates a table, or adds what it lacks; nothing that would touch its rows. */
  async prepareTable(spec: TableSpec): Promise<void> {
    const wanted = tableResource(spec, this.project, this.id);
    const found = await this.createMissing(spec);
    if (!found) return;
    this.refuseDifferences(spec, wanted, found);
    const patch = schemaPatch(wanted, found);
    if (patch) {
      await withRetry("bigquery.tables.patch", this.policy, () =>
        this.dataset.table(spec.name).setMetadata(patch),
      );
    }
  }

  /** @throws ActionableError when the table has another schema */
  async checkTable(spec: TableSpec): Promise<void> {
    const found = await this.table(spec.name);
    if (found) this.refuseDifferences(spec, tableResource(spec, this.project, this.id), found);
  }

  private refuseDifferences(spec: TableSpec, wanted: TableResource, found: TableResource): void {
    const different = differences(wanted, found);
    if (different.length === 0) return;
    throw new ActionableError(
      `${this.url}.${spec.name} is not the table that this version writes: ${different.join("; ")}.`,
      "Nothing was changed. Rename or drop that table, or use another dataset.",
    );
  }

  /** A table as it is, or undefined when there is none. */
  table(name: string): Promise<TableResource | undefined> {
    return this.metadata<TableResource>("bigquery.tables.get", this.dataset.table(name));
  }

  /** Where the dataset is, such as `EU`: jobs have to name it. */
  async location(): Promise<string> {
    if (this.cachedLocation === undefined) {
      const call = "bigquery.datasets.get";
      const found = await this.metadata<{ location?: string }>(call, this.dataset);
      if (!found) {
        throw new ActionableError(`There is no dataset ${this.url}.`, "Prepare its tables first.");
      }
      this.cachedLocation = found.location ?? "US";
    }
    return this.cachedLocation;
  }

  /** Where the bucket is; undefined without one, which means BigQuery's default location. */
  private async locationOf(near: ObjectStore | undefined): Promise<string | undefined> {
    try {
      return await near?.location?.();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new ActionableError(
        `There is no dataset ${this.url}, and the bucket's location, where to create it, is not readable: ${message}`,
        `Create it where the bucket is: bq mk --location=LOCATION ${this.project}:${this.id}.`,
        { cause: error },
      );
    }
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
}

/** Creating what another run, or an earlier attempt, has created meanwhile is no error. */
async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
  }
}
