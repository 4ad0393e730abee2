import { ActionableError } from "../core/actionable_error";
import { statusOf } from "../google/remote_call";
import { isStorageUrl, parseStorageUrl } from "../google/storage_url";
import type { Options } from "../options/options";
import type { Run } from "../run/run";
import { filledTables } from "../run/tables";
import { refuseMissingBuckets } from "../runners/dataflow/staging";
import type { ObjectStore } from "../storage/object_store";
import { openObjectStore } from "../storage/open_object_store";
import { openWarehouseToRead } from "../warehouses/open_warehouse";
import type { WarehouseReader } from "../warehouses/warehouse";

/** Output and warehouse of a command, as far as they can be read from here. */
export interface ReadPlaces {
  /** Null where the output can't be read. */
  readonly store: ObjectStore | null;
  /** Null where the warehouse can't be read, or is not there. */
  readonly reader: WarehouseReader | null;
  /** Whether the warehouse is not there where there is no reader. */
  readonly isKnown: boolean;
  /** What can't be read, and why. */
  readonly notes: readonly string[];
  /** What no run could use. */
  readonly refusal: ActionableError | null;
}

/** Opens both for reading, and creates nothing. */
export async function readPlaces(run: Run, options: Options): Promise<ReadPlaces> {
  const store = await openObjectStore(run.output, run.runId);
  let reader: WarehouseReader | null = null;
  const [output, warehouse, others] = await Promise.all([
    attempt(options, () => store.checkReadOnly()),
    attempt(options, async () => {
      reader = await openWarehouseToRead(run.warehouse);
      // DuckDB opens its file, and BigQuery answers, only then.
      await reader?.exists(filledTables(run)[0]);
    }),
    attempt(options, () => refuseMissingBuckets(otherBuckets(options), run.runId)),
  ]);
  const failures = [output, warehouse, others].filter((failure) => failure !== null);
  return {
    store: output ? null : store,
    reader: warehouse ? null : reader,
    isKnown: warehouse === null,
    notes: failures.filter(({ isRefusal }) => !isRefusal).map(({ error }) => unreadable(error)),
    refusal: failures.find(({ isRefusal }) => isRefusal)?.error ?? null,
  };
}

/** Where a job on Dataflow and its files go, but for the bucket of the output. */
function otherBuckets(options: Options): string[] {
  if (options.runner !== "dataflow") return [];
  const { stagingLocation, tempLocation, templateLocation = "", output } = options;
  const bucket = parseStorageUrl(output)?.bucket;
  return [stagingLocation, tempLocation, templateLocation].filter(
    (place) => isStorageUrl(place) && parseStorageUrl(place)?.bucket !== bucket,
  );
}

interface Failure {
  readonly error: ActionableError;
  readonly isRefusal: boolean;
}

/**
 * The workers of a job on Dataflow use both, and this account need not have access to them: only what
 * is not there at all is refused.
 */
async function attempt({ runner }: Options, read: () => Promise<unknown>): Promise<Failure | null> {
  try {
    await read();
    return null;
  } catch (error) {
    if (!(error instanceof ActionableError)) throw error;
    return { error, isRefusal: runner !== "dataflow" || statusOf(error.cause) === 404 };
  }
}

function unreadable({ what }: ActionableError): string {
  return `What is there already is not known: ${what}`;
}
