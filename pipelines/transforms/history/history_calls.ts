import type { Archive } from "../../coingecko/archive";
import {
  chartFolder,
  largestCoinsRequest,
  marketChartRequest,
} from "../../coingecko/history_requests";
import { type ApiRequest, pageSize } from "../../coingecko/requests";
import { noCalls, type PlannedCalls } from "../../run/command_plan";
import { historyOf } from "../../run/history_range";
import type { Run } from "../../run/run";

/**
 * About how many calls a history makes: the pages of the largest coins, where they are asked for, and a
 * chart a coin and span, without those that are archived.
 * @param archive of the history's last day; null where it can't be read from here
 */
export async function historyCalls(run: Run, archive: Archive | null): Promise<PlannedCalls> {
  const { api, coins } = run;
  const { spans } = historyOf(run);
  const known = api.refresh ? null : archive;
  if (coins.kind === "ids") {
    const charts = coins.ids.flatMap((id) =>
      spans.map((span) => marketChartRequest(run, id, span)),
    );
    return { ...noCalls, details: await notArchived(charts, known) };
  }
  // Which coins are the largest is not known yet: the archive's charts are taken for theirs.
  const count = coins.kind === "top" ? coins.count : 0;
  const pages = Array.from({ length: Math.ceil(count / pageSize) }, (_, n) =>
    largestCoinsRequest(run, n + 1),
  );
  let details = 0;
  for (const span of spans) {
    const archived = (await known?.count(chartFolder(run, span))) ?? 0;
    details += Math.max(0, count - archived);
  }
  return { ...noCalls, market: await notArchived(pages, known), details };
}

async function notArchived(
  requests: readonly ApiRequest[],
  archive: Archive | null,
): Promise<number> {
  let calls = 0;
  for (const { archiveName } of requests) if (!(await archive?.has(archiveName))) calls++;
  return calls;
}
