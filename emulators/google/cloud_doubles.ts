import { BigQueryDouble } from "./bigquery/double";
import { StorageDouble } from "./storage/double";

/** Cloud Storage and BigQuery as one small cloud on loopback; BigQuery loads from the buckets. */
export interface CloudDoubles {
  readonly storage: StorageDouble;
  readonly bigquery: BigQueryDouble;
  /** What to set so that every client of the process is sent there. */
  readonly env: { readonly STORAGE_EMULATOR_HOST: string; readonly BIGQUERY_EMULATOR_HOST: string };
  stop(): Promise<void>;
}

export const project = "demo-project";
export const bucket = "demo-bucket";

/** @param location where the bucket is. */
export async function startCloudDoubles(location = "US"): Promise<CloudDoubles> {
  const storage = new StorageDouble(bucket);
  storage.location = location;
  const bigquery = new BigQueryDouble(project, { open: (uri) => storage.open(uri), location });
  const env = {
    STORAGE_EMULATOR_HOST: await storage.start(),
    BIGQUERY_EMULATOR_HOST: await bigquery.start(),
  };
  const stop = async () => {
    await Promise.all([storage.stop(), bigquery.stop()]);
  };
  return { storage, bigquery, env, stop };
}
