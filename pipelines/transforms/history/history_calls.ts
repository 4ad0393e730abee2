import type { Archive } from "../../coingecko/archive";
import {
  chartFolder,
  largestCoinsRequest,
  marketChartRequest,
} from "../../coingecko/history_requests";
import { type ApiRequest, pageSize } from "../../coingecko/requests";
import type { EndpointCalls } from "../../run/command_plan";
import { historyOf } from "../../run/history_range";
import type { Run } from "../../run/run";

/** The endpoint of charts, as CoinGecko's documentation names it. */
const chartEndpoint = "/coins/{id}/market_chart/range";

/**
 * About which calls a history makes: the pages of the largest coins, where they are asked for, and a
 * chart a coin and span, without those that are archived. Charts know the past: all can be fetched.
 * @param archive of the history's last day; null where it can't be read from here, or is not used
 */
export async function historyCalls(run: Run, archive: Archive | null): Promise<EndpointCalls[]> {
  const { coins } = run;
  const { spans } = historyOf(run);
  if (coins.kind === "ids") {
    const charts = coins.ids.flatMap((id) =>
      spans.map((span) => marketChartRequest(run, id, span)),
    );
    const archived = await archivedOf(charts, archive);
    return [callsOf(chartEndpoint, "details", charts.length, archived)];
  }
  // Which coins are the largest is not known yet: the archive's charts are taken for theirs.
  const count = coins.kind === "top" ? coins.count : 0;
  const pages = Array.from({ length: Math.ceil(count / pageSize) }, (_, n) =>
    largestCoinsRequest(run, n + 1),
  );
  let archived = 0;
  for (const span of spans) {
    archived += Math.min(count, (await archive?.count(chartFolder(run, span))) ?? 0);
  }
  return [
    callsOf("/coins/markets", "market", pages.length, await archivedOf(pages, archive)),
    callsOf(chartEndpoint, "details", count * spans.length, archived),
  ];
}

function callsOf(
  endpoint: string,
  purpose: EndpointCalls["purpose"],
  requests: number,
  archived: number,
): EndpointCalls {
  return { endpoint, purpose, archived, calls: requests - archived, unavailable: 0 };
}

async function archivedOf(
  requests: readonly ApiRequest[],
  archive: Archive | null,
): Promise<number> {
  let archived = 0;
  for (const { archiveName } of requests) if (await archive?.has(archiveName)) archived++;
  return archived;
}
