import { recordTablesOf } from "../../schemas/tables";
import { keySource } from "../coingecko/api_key";
import { dateNotServed } from "../coingecko/date_window";
import { keyIsMissing, unsendableKey } from "../coingecko/explain";
import { plans } from "../coingecko/plans";
import { ActionableError } from "../core/actionable_error";
import type { Options } from "../options/options";
import { sumOfCalls } from "../run/command_plan";
import { hasKey } from "../run/has_key";
import type { Run } from "../run/run";
import { filledTables } from "../run/tables";
import type { ObjectStore } from "../storage/object_store";
import type { RunCalls } from "../transforms/market/planned_calls";
import {
  checkCurrency,
  nothingSuperseded,
  type Superseded,
} from "../transforms/publish/one_currency";
import { checkMarket } from "../transforms/publish/one_market";
import type { WarehouseReader } from "../warehouses/warehouse";

/** What the runs of a pipeline find in output and warehouse. */
export interface CheckedPlaces {
  /** Why none of them would begin, as far as reading shows it. */
  readonly refusal: ActionableError | null;
  /** Else what they would replace of another market or currency. */
  readonly superseded: Superseded;
}

/**
 * Checks what a run checks before its first call (preflight.ts), without its writes.
 * @param store null where the output can't be read
 * @param reader null where the warehouse can't be read, or is not there
 */
export async function checkPlaces(
  run: Run,
  store: ObjectStore | null,
  reader: WarehouseReader | null,
): Promise<CheckedPlaces> {
  try {
    return { refusal: null, superseded: await supersededBy(run, store, reader) };
  } catch (error) {
    if (!(error instanceof ActionableError)) throw error;
    return { refusal: error, superseded: nothingSuperseded };
  }
}

/** What would make the calls of a day fail, as far as it is to be seen. */
export function dayRefusal(planned: RunCalls, options: Options): Error | null {
  return dateProblem(planned) ?? keyProblem(planned, options) ?? null;
}

async function supersededBy(
  run: Run,
  store: ObjectStore | null,
  reader: WarehouseReader | null,
): Promise<Superseded> {
  // BigQuery would have to be queried for what its rows say.
  const held = reader?.dialect === "duckdb" ? reader : null;
  const markets = store ? await checkMarket(run, store, held) : nothingSuperseded;
  await reader?.check(...filledTables(run), ...recordTablesOf(run.pipeline));
  const currencies = store ? await checkCurrency(run, store, held) : nothingSuperseded;
  return {
    tables: [...markets.tables, ...currencies.tables],
    files: [...markets.files, ...currencies.files],
  };
}

function dateProblem({ run, endpoints }: RunCalls): Error | undefined {
  const needed = endpoints.filter(({ purpose }) => purpose === "market");
  return needed.some(({ unavailable }) => unavailable > 0)
    ? dateNotServed(run.snapshotDate, Date.now())
    : undefined;
}

/** Without the further tables, which a run does without. */
function keyProblem({ run, endpoints }: RunCalls, options: Options): Error | undefined {
  const { market, details } = sumOfCalls(endpoints);
  if (plans[run.api.plan].keyHeader === undefined || market + details === 0) return undefined;
  if (!hasKey(options)) return keyIsMissing(run.api);
  const source = keySource(run.api, process.env);
  return source?.kind === "environment" ? unsendableKey(source.key, run.api) : undefined;
}
