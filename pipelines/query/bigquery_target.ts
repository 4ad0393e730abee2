import type { BigQuery, QueryRowsResponse } from "@google-cloud/bigquery";
import { marketTables } from "../../schemas/tables";
import { views } from "../../schemas/views/views";
import { ActionableError, explained } from "../core/actionable_error";
import { UsageError } from "../options/usage_error";
import { defaultRetryPolicy, messageOf, withRetry } from "../google/remote_call";
import { madeUpNote } from "../run/market";
import { openBigQuery } from "../warehouses/bigquery/client";
import { bigQueryError } from "../warehouses/bigquery/errors";
import { MissingTableError } from "./missing_table_error";
import { nameAdvice } from "./name_advice";
import type { Cell, QueryColumn, QueryResult, QueryTarget } from "./query_target";
import { oneStatement } from "./sql_text";
import { sizeText } from "../core/text/size_text";

const numberTypes = /^(INTEGER|INT64|FLOAT|FLOAT64|NUMERIC|BIGNUMERIC)$/;
const pageSize = 10_000;

export interface BigQueryTargetOptions {
  /** BigQuery refuses, and bills nothing for, a query that would read more. */
  readonly maxBytes: number;
  /** Says what a query will read, before it runs. */
  readonly onEstimate: (line: string) => void;
}

/** What the API says of a query that it has only checked. */
interface DryRun {
  readonly statistics?: {
    readonly totalBytesProcessed?: string;
    readonly query?: { readonly statementType?: string };
  };
}

/** A BigQuery dataset. Names without a dataset are those of its tables. */
export class BigQueryTarget implements QueryTarget {
  readonly dialect = "bigquery";
  readonly url: string;
  private readonly client: BigQuery;

  constructor(
    private readonly project: string,
    private readonly dataset: string,
    private readonly options: BigQueryTargetOptions,
  ) {
    this.url = `bigquery:${project}.${dataset}`;
    this.client = openBigQuery(project);
  }

  async run(sql: string): Promise<QueryResult> {
    try {
      const location = await this.location();
      const bytes = await this.estimate(sql, location);
      if (bytes !== null) this.options.onEstimate(`BigQuery reads ${sizeText(bytes)} for this.`);
      return await this.start(sql, location);
    } catch (error) {
      throw await this.explain(error);
    }
  }

  async check(sql: string): Promise<number | null> {
    try {
      return await this.estimate(sql, await this.location());
    } catch (error) {
      throw await this.explain(error);
    }
  }

  async tables(): Promise<string[]> {
    const [tables] = await withRetry("bigquery.tables.list", defaultRetryPolicy, () =>
      this.client.dataset(this.dataset).getTables(),
    );
    return tables.map(({ id = "" }) => id).sort();
  }

  /** By its tables' descriptions: a query would read, and bill, 10 MB. */
  async holdsSample(): Promise<boolean> {
    const described = marketTables.map(async ({ name }) => {
      const answer = await this.client.dataset(this.dataset).table(name).getMetadata();
      const { description } = answer[0] as { readonly description?: string };
      return description?.startsWith(madeUpNote) ?? false;
    });
    const found = await Promise.allSettled(described);
    return found.some((one) => one.status === "fulfilled" && one.value);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async location(): Promise<string> {
    const dataset = this.client.dataset(this.dataset);
    await withRetry("bigquery.datasets.get", defaultRetryPolicy, () => dataset.getMetadata());
    return String((dataset.metadata as { location?: unknown }).location);
  }

  /**
   * Has BigQuery check the query, which is free, and refuse what does more than read.
   * @returns how many bytes it would read; null where BigQuery does not say so
   */
  private async estimate(query: string, location: string): Promise<number | null> {
    const [job] = await withRetry("bigquery.jobs.insert", defaultRetryPolicy, () =>
      this.client.createQueryJob({ ...this.queryOf(query), location, dryRun: true }),
    );
    const { statistics } = job.metadata as DryRun;
    const kind = statistics?.query?.statementType;
    if (kind === "SCRIPT") throw new UsageError(oneStatement);
    if (kind !== undefined && kind !== "SELECT") {
      throw new UsageError(`query only reads, and this is ${kind}: give it a SELECT.`);
    }
    const bytes = Number(statistics?.totalBytesProcessed);
    if (Number.isNaN(bytes)) return null;
    if (bytes > this.options.maxBytes) {
      throw new ActionableError(
        `The query would read ${sizeText(bytes)}, more than --maxBytes=${sizeText(this.options.maxBytes)}.`,
        "Read fewer columns or days (a condition on snapshot_date), or raise --maxBytes.",
      );
    }
    return bytes;
  }

  private async start(query: string, location: string): Promise<QueryResult> {
    const [job] = await withRetry("bigquery.jobs.insert", defaultRetryPolicy, () =>
      this.client.createQueryJob({
        ...this.queryOf(query),
        location,
        maximumBytesBilled: String(this.options.maxBytes),
      }),
    );
    const page = (pageToken?: string) =>
      withRetry("bigquery.jobs.getQueryResults", defaultRetryPolicy, () =>
        job.getQueryResults({
          maxResults: pageSize,
          autoPaginate: false,
          wrapIntegers: true,
          ...(pageToken !== undefined && { pageToken }),
        }),
      );
    let [rows, next, response] = await page();
    // BigQuery answers after some seconds at the latest, also when the query is not done yet.
    while (response?.jobComplete === false) [rows, next, response] = await page();
    const columns = (response?.schema?.fields ?? []).map(({ name = "", type = "" }) => ({
      name,
      isNumber: numberTypes.test(type),
    }));
    return { columns, rows: this.pages(rows, next?.pageToken, columns, page) };
  }

  private async *pages(
    first: readonly object[],
    token: string | undefined,
    columns: readonly QueryColumn[],
    page: (token: string) => Promise<QueryRowsResponse>,
  ): AsyncGenerator<readonly Cell[][]> {
    yield cells(first, columns);
    for (let next = token; next !== undefined;) {
      const [rows, following] = await explained(
        (error) => bigQueryError(this.url, error),
        () => page(next ?? ""),
      );
      yield cells(rows as readonly object[], columns);
      next = following?.pageToken;
    }
  }

  private queryOf(query: string) {
    return {
      query,
      useLegacySql: false,
      defaultDataset: { projectId: this.project, datasetId: this.dataset },
    };
  }

  private async explain(error: unknown): Promise<unknown> {
    if (error instanceof UsageError || error instanceof ActionableError) return error;
    const message = messageOf(error);
    const path = /Not found: Table (\S+)/.exec(message)?.[1];
    const missing = path?.split(/[.:]/).at(-1);
    if (missing !== undefined && views.some(({ name }) => name === missing)) {
      return new MissingTableError(
        `${this.url} has no view ${missing}.`,
        `Make the views: scripts/setup.sh --project=${this.project} --dataset=${this.dataset} --views.`,
        { cause: error },
      );
    }
    if (missing !== undefined) {
      const known = await this.tables().catch(() => []);
      const advice = nameAdvice(missing, known);
      return new MissingTableError(`${this.url} has no table ${missing}.`, advice, {
        cause: error,
      });
    }
    if (/^(Syntax error|Unrecognized name|No matching signature|Cannot query over)/.test(message)) {
      return new ActionableError(
        `${this.url} refuses the query: ${message}`.replace(/[.!]?$/, "."),
        "Correct the SQL: it is BigQuery's.",
        { cause: error },
      );
    }
    return bigQueryError(this.url, error);
  }
}

function cells(rows: readonly object[], columns: readonly QueryColumn[]): Cell[][] {
  return rows.map((row) => {
    const values = new Map<string, unknown>(Object.entries(row));
    return columns.map(({ name, isNumber }) => cell(values.get(name), isNumber));
  });
}

/** The client wraps dates, times and large numbers in objects of its own. */
function cell(value: unknown, isNumber: boolean): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "number") return value;
  const text = textOf(value);
  if (!isNumber) return text;
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return String(value);
  if ("value" in value && typeof value.value === "string") return value.value;
  // Arrays, structs and JSON; a big.js number is its own text there.
  const json = JSON.stringify(value);
  return /^"[^"]*"$/.test(json) ? json.slice(1, -1) : json;
}
