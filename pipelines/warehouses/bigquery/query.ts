import { randomUUID } from "node:crypto";
import type { BigQuery } from "@google-cloud/bigquery";
import { type RetryPolicy, withRetry, statusOf } from "../../google/remote_call";

/**
 * The rows of a query with a small result. Starting the job and reading its rows are retried
 * separately, so that a lost answer does not start a second job.
 */
export async function runQuery(
  client: BigQuery,
  policy: RetryPolicy,
  query: string,
  location: string,
): Promise<Record<string, unknown>[]> {
  const jobId = `query_${randomUUID()}`;
  await withRetry("bigquery.jobs.insert", policy, async () => {
    try {
      await client.createQueryJob({ jobId, query, location });
    } catch (error) {
      // An earlier attempt started it, and its answer was lost.
      if (statusOf(error) !== 409) throw error;
    }
  });
  return withRetry("bigquery.jobs.getQueryResults", policy, async () => {
    const [rows] = await client.job(jobId, { location }).getQueryResults();
    return rows as Record<string, unknown>[];
  });
}
