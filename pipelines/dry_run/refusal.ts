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

/** Why a run would fail, as far as reading shows it; else what it would replace of another market or currency. */
export interface Checked {
  readonly refusal: ActionableError | null;
  readonly superseded: Superseded;
}

/**
 * Checks what a run checks before its first call (preflight.ts), without its writes, and what would
 * make its calls fail.
 * @param store null where the output can't be read
 * @param reader null where the warehouse can't be read, or is not there
 */
export async function checkRun(
  planned: RunCalls,
  options: Options,
  store: ObjectStore | null,
  reader: WarehouseReader | null,
): Promise<Checked> {
  try {
    const superseded = await checkPlaces(planned.run, store, reader);
    checkDate(planned);
    checkKey(planned, options);
    return { refusal: null, superseded };
  } catch (error) {
    if (!(error instanceof ActionableError)) throw error;
    return { refusal: error, superseded: nothingSuperseded };
  }
}

async function checkPlaces(
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

function checkDate({ run, endpoints }: RunCalls): void {
  const needed = endpoints.filter(({ purpose }) => purpose === "market");
  if (needed.some(({ unavailable }) => unavailable > 0)) {
    throw dateNotServed(run.snapshotDate, Date.now());
  }
}

/** Without the further tables, which a run does without. */
function checkKey({ run, endpoints }: RunCalls, options: Options): void {
  const { market, details } = sumOfCalls(endpoints);
  if (plans[run.api.plan].keyHeader === undefined || market + details === 0) return;
  if (!hasKey(options)) throw keyIsMissing(run.api);
  const source = keySource(run.api, process.env);
  const wrong = source?.kind === "environment" ? unsendableKey(source.key, run.api) : undefined;
  if (wrong) throw wrong;
}
