import { ActionableError } from "../core/actionable_error";
import { UsageError } from "../options/usage_error";
import type { QueryTarget } from "../query/query_target";
import { marketOf } from "../run/market";
import type { PageContent } from "./embed";
import { readChanges } from "./read_changes";
import { readHealth } from "./read_health";
import { readHistory } from "./read_history";
import { readMarket } from "./read_market";
import { type DayRange, TableReader } from "./table_reader";

const fact = "crypto_market_snapshot_fact";
const empty: PageContent = { data: null, history: new Uint8Array() };

/**
 * Reads what a page shows of the days of a range that the warehouse holds.
 * @throws ActionableError when its tables have other columns than this version reads
 */
export async function readPage(target: QueryTarget, wanted: DayRange): Promise<PageContent> {
  try {
    return await readTables(target, wanted);
  } catch (error) {
    throw explain(error, target.url);
  }
}

async function readTables(target: QueryTarget, wanted: DayRange): Promise<PageContent> {
  const reader = await TableReader.open(target);
  if (!reader.has(fact)) return empty;
  const held = await reader.read("range", wanted);
  const [from = "", to = ""] = [held.texts("first_day")[0], held.texts("last_day")[0]];
  if (from === "" || to === "") return empty;
  const range = { from, to };
  const market = await readMarket(reader, range);
  const { updatedAt, ...health } = await readHealth(reader, range);
  const history = await readHistory(reader, range, market);
  const data = {
    ...market,
    ...health,
    ...(await readChanges(reader, range)),
    market: await marketIn(target, health.runs.source),
    updatedAt,
    history: history.tiers,
  };
  return { data, history: history.bytes };
}

/** Made-up data says so, whatever the newest run says of itself. */
async function marketIn(target: QueryTarget, sources: readonly string[]): Promise<string> {
  if (await target.holdsSample()) return "sample";
  return marketOf(sources.at(-1) ?? "public");
}

/** The queries are this program's: a warehouse that refuses one has other columns than it expects. */
function explain(error: unknown, url: string): unknown {
  if (!(error instanceof ActionableError) || error instanceof UsageError) return error;
  const reason = / refuses the query: (.*)$/s.exec(error.what)?.[1];
  if (reason === undefined) return error;
  return new ActionableError(
    `${url} has other tables than this version of the program reads: ${reason}`,
    "If a newer version filled it, update this program; if an older one did, run a pipeline, which adds what is missing.",
    { cause: error },
  );
}
