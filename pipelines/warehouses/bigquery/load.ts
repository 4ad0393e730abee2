import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import type {
  BigQuery,
  Job,
  JobLoadMetadata,
  JobMetadata,
  TableField,
} from "@google-cloud/bigquery";
import { log } from "../../core/log";
import { delayCeiling, retryDelay } from "../../core/network/retry";
import { ActionableError } from "../../core/actionable_error";
import { loadError } from "./load_errors";
import type { Source } from "./source";
import { type RetryPolicy, isTransient, withRetry, statusOf } from "../../google/remote_call";
import type { CsvFile } from "../warehouse";

/** A load of one CSV into a table, or into the one partition that the decorator names. */
export interface Load {
  readonly project: string;
  readonly dataset: string;
  readonly location: string;
  readonly table: string;
  /** `YYYYMMDD`: only this day is replaced. Undefined: the whole table is. */
  readonly partition: string | undefined;
  /** The table's own layout: a load states it, so that the service refuses a table of another one. */
  readonly layout: Pick<JobLoadMetadata, "timePartitioning" | "clustering">;
  /** The CSV's columns in their order, as the table has them. */
  readonly fields: readonly TableField[];
  readonly csv: CsvFile;
  readonly source: Source;
}

const longestPoll = 10_000;

/**
 * Runs a load job and waits for its end, exactly once: the job's id is derived from what is loaded
 * and where, so that a retry (of a bundle, of a run that died) finds the existing job and waits for
 * it. A next job, whose id ends in the next number, is started only when that job failed, or read
 * another file, or when the target was written since it ended.
 *
 * @param isUnchanged whether the target is as the job that ended at this time (ms) left it.
 * @returns how many rows were loaded.
 * @throws ActionableError when BigQuery refuses the CSV; RemoteCallError when BigQuery can't be reached.
 */
export async function runLoad(
  client: BigQuery,
  policy: RetryPolicy,
  load: Load,
  isUnchanged: (ended: number, rows: number) => Promise<boolean>,
): Promise<number> {
  const prefix = jobIdPrefix(load);
  let failures = 0;
  for (let number = 0; ; number++) {
    const id = `${prefix}_${number}`;
    const found = await start(client, policy, load, id);
    log.info({ job: `${load.project}:${load.location}.${id}` }, `Loading ${load.table}.`);
    const { status, statistics } = await ended(client.job(id, { location: load.location }), policy);
    if (status?.errorResult) {
      if (found) continue;
      const delay = isTransient({ errors: [status.errorResult] })
        ? retryDelay(policy, ++failures, Math.random())
        : null;
      if (delay !== null) {
        await pause(delay);
        continue;
      }
      throw await loadError(load, id, status);
    }
    const rows = Number(statistics?.load?.outputRows ?? 0);
    if (!found) return rows;
    const isOurs = isOf(load.source, rows, statistics?.load?.inputFileBytes);
    if (isOurs && (await isUnchanged(Number(statistics?.endTime ?? 0), rows))) return rows;
  }
}

/** Whether an earlier job read this very file: one edited while it ran has other rows or another size. */
function isOf(source: Source, rows: number, bytes: string | undefined): boolean {
  if (source.rows !== undefined && source.rows !== rows) return false;
  return bytes === undefined || source.bytes === Number(bytes);
}

/** Starts a job unless it exists. @returns whether it existed, from an earlier attempt. */
async function start(
  client: BigQuery,
  policy: RetryPolicy,
  load: Load,
  id: string,
): Promise<boolean> {
  let attempts = 0;
  // An upload takes as long as the file is large.
  const uploadPolicy =
    load.source.uri === undefined ? { ...policy, timeout: policy.timeout * 30 } : policy;
  return withRetry("bigquery.jobs.insert", uploadPolicy, async () => {
    attempts++;
    try {
      await (load.source.uri === undefined ? upload(client, load, id) : insert(client, load, id));
      return false;
    } catch (error) {
      // It exists: from an earlier run, or from an attempt whose answer was lost.
      if (statusOf(error) === 409) return attempts === 1;
      // The job was created and failed at once: its state is read as any other's.
      if ((error as { response?: JobMetadata }).response?.jobReference) return false;
      throw error;
    }
  });
}

async function insert(client: BigQuery, load: Load, jobId: string): Promise<void> {
  const configuration = { load: { ...settings(load), sourceUris: [load.source.uri ?? ""] } };
  await client.createJob({ jobId, location: load.location, configuration });
}

async function upload(client: BigQuery, load: Load, jobId: string): Promise<void> {
  const bytes = await load.csv.store.read(load.csv.path);
  if (!bytes) throw new ActionableError(`${load.csv.path} was removed meanwhile.`, "Run it again.");
  const { destinationTable, ...rest } = settings(load);
  const table = client
    .dataset(load.dataset)
    .table(destinationTable.tableId, { location: load.location });
  const request = table.createWriteStream({ ...rest, jobId });
  const answered = new Promise<void>((resolve, reject) => {
    request.on("job", () => {
      resolve();
    });
    request.on("error", reject);
  });
  await Promise.all([answered, pipeline(bytes, request)]);
}

/** How the CSV is read and what it replaces, as `configuration.load` of a job. */
function settings({ project, dataset, table, partition, fields, layout }: Load) {
  return {
    destinationTable: {
      projectId: project,
      datasetId: dataset,
      tableId: partition === undefined ? table : `${table}$${partition}`,
    },
    schema: { fields: [...fields] },
    ...layout,
    sourceFormat: "CSV",
    encoding: "UTF-8",
    skipLeadingRows: 1,
    allowQuotedNewlines: true,
    preserveAsciiControlCharacters: true,
    nullMarker: "",
    maxBadRecords: 0,
    createDisposition: "CREATE_NEVER",
    // WRITE_TRUNCATE of a whole table would drop its keys; of a partition it replaces only the rows.
    writeDisposition: partition === undefined ? "WRITE_TRUNCATE_DATA" : "WRITE_TRUNCATE",
  } satisfies JobLoadMetadata;
}

/** The same for the same content into the same target, whether uploaded or read from a bucket. */
function jobIdPrefix(load: Load): string {
  const { destinationTable, schema, writeDisposition } = settings(load);
  const columns = schema.fields.map(({ name, type, mode }) => [name, type, mode]);
  const identity = [destinationTable, load.source.sha256, columns, writeDisposition];
  const hash = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
  return `${load.table}_${load.partition ?? "all"}_${hash}`;
}

async function ended(job: Job, policy: RetryPolicy): Promise<JobMetadata> {
  for (let polls = 1; ; polls++) {
    const metadata = await withRetry("bigquery.jobs.get", policy, async () => {
      const answer = (await job.getMetadata()) as unknown as [JobMetadata];
      return answer[0];
    });
    if (metadata.status?.state === "DONE") return metadata;
    await pause(Math.min(longestPoll, delayCeiling(policy, polls)));
  }
}
