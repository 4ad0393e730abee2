import { csvHeader } from "../../schemas/csv_header";
import type { TableSpec } from "../../schemas/table";
import type { RetryPolicy } from "../../pipelines/google/remote_call";
import { BigQueryWarehouse } from "../../pipelines/warehouses/bigquery/warehouse";
import { CloudObjectStore } from "../../pipelines/storage/cloud/object_store";
import type { CsvFile } from "../../pipelines/warehouses/warehouse";
import {
  type CloudDoubles,
  bucket,
  project,
  startCloudDoubles,
} from "../../emulators/google/cloud_doubles";
import { facts } from "./suite_tables";

/** A small partitioned table. */
export const prices = {
  ...facts,
  name: "prices",
  description: "Prices.",
  columns: [
    facts.columns[0],
    facts.columns[1],
    { name: "price", type: "BIGNUMERIC", description: "The price." },
  ],
} as const satisfies TableSpec;

export const [monday, tuesday] = [{ date: "2026-01-05" }, { date: "2026-01-06" }] as const;

/** Gives up after few attempts, with short pauses; the timeout is out of reach of a slow machine. */
export const quick: RetryPolicy = { attempts: 3, firstDelay: 1, longestDelay: 5, timeout: 30_000 };

/** For a call that is never answered: on a slow machine other calls may need further attempts. */
export const impatient: RetryPolicy = { ...quick, attempts: 20, timeout: 200 };

/** The doubles with a bucket's prefix and a dataset in them, as one run sees them. */
export class PriceWorld {
  readonly store: CloudObjectStore;

  private constructor(readonly doubles: CloudDoubles) {
    this.store = this.openStore("run-1");
  }

  static async start(location?: string): Promise<PriceWorld> {
    const doubles = await startCloudDoubles(location);
    Object.assign(process.env, doubles.env);
    return new PriceWorld(doubles);
  }

  stop(): Promise<void> {
    return this.doubles.stop();
  }

  openStore(runId: string): CloudObjectStore {
    return new CloudObjectStore(`gs://${bucket}/crypto`, runId, { retry: quick, shardBytes: 1000 });
  }

  open(dataset = "crypto", inProject = project, retry = quick): BigQueryWarehouse {
    return new BigQueryWarehouse(inProject, dataset, { retry });
  }

  async prepared(): Promise<BigQueryWarehouse> {
    const warehouse = this.open();
    await warehouse.prepare(prices);
    return warehouse;
  }

  /** Writes a CSV of records such as `2026-01-05,bitcoin,1`. */
  async write(path: string, ...records: string[]): Promise<CsvFile> {
    return writePrices(this.store, path, ...records);
  }

  /** The table's rows, each as its values with commas between. */
  rows(dataset = "crypto"): string[] {
    return this.doubles.bigquery.table(dataset, "prices").rows().map(String);
  }
}

export async function writePrices(
  store: CloudObjectStore,
  path: string,
  ...records: string[]
): Promise<CsvFile> {
  const content = csvHeader(prices) + records.map((record) => `${record}\n`).join("");
  const metadata = { rows: String(records.length) };
  const { sha256 } = await store.write(path, content, { metadata });
  return { store, path, rows: records.length, sha256 };
}
