import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Archive } from "../../coingecko/archive";
import { isWithinDay } from "../../coingecko/date_window";
import {
  type ApiRequest,
  assetPlatformsRequest,
  coinDetailsFolder,
  coinListRequest,
  extraRequest,
  idBatches,
  marketByIdsNames,
  marketByIdsRequest,
  marketPageNames,
  marketPageRequest,
  pageSize,
} from "../../coingecko/requests";
import { addDays } from "../../core/day";
import { pipelineSpecs } from "../../options/pipeline_spec";
import type { EndpointCalls } from "../../run/command_plan";
import type { Run } from "../../run/run";
import type { ObjectStore } from "../../storage/object_store";
import { historyCalls } from "../history/history_calls";

/** About how many coins CoinGecko lists, where no list of it is archived. */
const usualCoins = 18_500;

/** How many days back a list is looked for, to estimate how many coins there are. */
const daysBack = 7;

/** About which calls a run makes: those whose answers are not archived. */
export async function callsByEndpoint(
  run: Run,
  store: ObjectStore | null,
): Promise<EndpointCalls[]> {
  const { api, pipeline, snapshotDate } = run;
  if (!pipelineSpecs[pipeline].callsApi) return [];
  const canFetch = !api.knowsOnlyNow || isWithinDay(snapshotDate, Date.now());
  const archive = store && new Archive(store, api.archive, snapshotDate);
  const used = api.refresh ? null : archive;
  // The last day of a history makes the calls for all of them.
  if (run.history) return snapshotDate === run.history.last ? historyCalls(run, used) : [];
  const coins = await coinCount(run, store);
  const callsFor = async (purpose: EndpointCalls["purpose"], ...requests: ApiRequest[]) => {
    let archived = 0;
    for (const { archiveName } of requests) if (await used?.has(archiveName)) archived++;
    const others = requests.length - archived;
    const calls = canFetch ? others : 0;
    return {
      endpoint: requests[0]?.path ?? "",
      purpose,
      archived,
      calls,
      unavailable: others - calls,
    };
  };
  const { kind } = run.coins;
  const pages = await callsFor("market", ...(await pageRequests(run, coins, used)));
  const market = [
    ...(kind === "all" ? [await callsFor("market", coinListRequest())] : []),
    pages.calls > 0
      ? {
          ...pages,
          calls: Math.max(pages.calls, (await lastMarketCalls(run, store)) - pages.archived),
        }
      : pages,
  ];
  if (pipeline === "market-snapshot") {
    const extras = run.extras.map((extra) => callsFor("extras", extraRequest(extra)));
    return [...market, ...(await Promise.all(extras))];
  }
  const platforms = await callsFor("extras", assetPlatformsRequest());
  const archived = (await archive?.count(coinDetailsFolder)) ?? 0;
  return [...market, platforms, detailCalls(run, { coins, archived, canFetch })];
}

/** Details that are archived for the date count as spent, and are used or, by a refresh, asked again. */
function detailCalls(
  { api, detailRequests }: Run,
  { coins, archived, canFetch }: { coins: number; archived: number; canFetch: boolean },
): EndpointCalls {
  const chosen = Math.max(0, Math.min(detailRequests, coins) - archived);
  const calls = !canFetch ? 0 : api.refresh ? chosen + archived : chosen;
  return {
    ...{ endpoint: "/coins/{id}", purpose: "details", calls, unavailable: 0 },
    archived: api.refresh ? 0 : archived,
  };
}

/** The requests for so many coins, or for as many pages as the archive knows that there are. */
async function pageRequests(
  run: Run,
  count: number,
  archive: Archive | null,
): Promise<ApiRequest[]> {
  const { coins } = run;
  if (coins.kind === "ids") return idBatches(coins.ids).map((ids) => marketByIdsRequest(run, ids));
  const page = (number: number) => marketPageRequest(run, number);
  let archived = 0;
  while (await archive?.has(page(archived + 1).archiveName)) archived++;
  // Behind an empty page none is asked for.
  const isEnded = archived > 0 && (await listedIn(archive, page(archived))) === 0;
  // How many pages a category has, is known at its end only.
  const open = coins.kind === "category" ? archived + 1 : Math.ceil(count / pageSize);
  const pages = isEnded ? archived : Math.max(archived, open);
  return Array.from({ length: pages }, (_, index) => page(index + 1));
}

/**
 * How many calls the last day made for its market, as far as its archive tells: beside the pages that
 * the coin list lets expect, some to find the end, and some by id, for coins that no page has.
 */
async function lastMarketCalls(run: Run, store: ObjectStore | null): Promise<number> {
  const { coins, api, snapshotDate } = run;
  if (coins.kind !== "all" || !store) return 0;
  for (let back = 1; back <= daysBack; back++) {
    const archive = new Archive(store, api.archive, addDays(snapshotDate, -back));
    const pages = await archive.count(marketPageNames(run));
    if (pages > 0) return pages + (await archive.count(marketByIdsNames(run)));
  }
  return 0;
}

/** About how many coins are fetched; of a category one page at least. */
async function coinCount({ coins, api, snapshotDate }: Run, store: ObjectStore | null) {
  if (coins.kind === "top") return coins.count;
  if (coins.kind === "ids") return coins.ids.length;
  if (coins.kind === "category") return pageSize;
  const [, ofSample] = /^sample:(\d+)$/.exec(api.source) ?? [];
  if (ofSample !== undefined) return Number(ofSample);
  if (!store) return usualCoins;
  // One by one, since a list is large and the newest is enough.
  for (let back = 0; back <= daysBack; back++) {
    const day = addDays(snapshotDate, -back);
    const count = await listedIn(new Archive(store, api.archive, day), coinListRequest());
    if (count !== null) return count;
  }
  return usualCoins;
}

/** How many coins an archived list or page has; null where there is none that can be read. */
async function listedIn(
  archive: Archive | null,
  { archiveName }: ApiRequest,
): Promise<number | null> {
  try {
    const found = await archive?.find(archiveName);
    if (found?.status !== 200) return null;
    const list: unknown = JSON.parse((await promisify(gunzip)(found.gzipped)).toString("utf8"));
    return Array.isArray(list) ? list.length : null;
  } catch {
    return null;
  }
}
