import { BigQueryDouble } from "./bigquery/double";
import { StorageDouble } from "./storage/double";

/** Doubles of Cloud Storage and BigQuery on loopback; BigQuery loads from the buckets. */
export interface CloudDoubles {
  readonly storage: StorageDouble;
  readonly bigquery: BigQueryDouble;
  /** The environment that sends every client of a process there. */
  readonly env: { readonly STORAGE_EMULATOR_HOST: string; readonly BIGQUERY_EMULATOR_HOST: string };
  stop(): Promise<void>;
}

export const project = "demo-project";
export const bucket = "demo-bucket";

/** @param location of the bucket and the datasets */
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
