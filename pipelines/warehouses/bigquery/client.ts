import { BigQuery } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";
import { emulatorEndpoint } from "../../google/emulator_endpoint";

/**
 * BigQuery's client for a project, its own retries off (see google/remote_call.ts); sent elsewhere, and
 * without credentials, by the environment's BIGQUERY_EMULATOR_HOST.
 */
export function openBigQuery(project: string): BigQuery {
  const endpoint = emulatorEndpoint("BIGQUERY_EMULATOR_HOST");
  const client = new BigQuery({
    projectId: project,
    autoRetry: false,
    ...(endpoint && { apiEndpoint: endpoint, authClient: new PassThroughClient() }),
  });
  // With the environment's variable set, the client forgets the path of the API.
  if (endpoint) client.baseUrl = `${endpoint}/bigquery/v2`;
  return client;
}
