import type { Api } from "../../coingecko/api";
import { coinListRequest, keyRequest, marketPageRequest, pageSize } from "../../coingecko/requests";
import { ActionableError } from "../../core/actionable_error";
import { log } from "../../core/log";
import { pipelineSpecs } from "../../options/pipeline_spec";
import type { Run } from "../../run/run";
import { openApi } from "../open_api";

/** About how many coins a whole market has, before its list is fetched. */
const usualCoins = 18_500;

/**
 * Compares what a run needs with the credits that its plan has left this month, where the plan says
 * how many (`/key`, on paid plans). Not asked for a run that is served from its archive.
 * @returns both in one line; undefined where nothing was asked, or there was no answer
 * @throws ActionableError when the credits don't cover the run, unless it is forced
 */
export async function checkCredits(run: Run, signal: AbortSignal): Promise<string | undefined> {
  if (run.api.plan !== "pro" || !pipelineSpecs[run.pipeline].callsApi) return undefined;
  const api = await openApi(run, signal);
  try {
    const calls = api.canFetch() ? await callsOf(run, api) : 0;
    const left = calls === 0 ? undefined : await creditsLeft(api);
    if (left === undefined) return undefined;
    const line = `about ${inWords(calls)} calls; ${inWords(left)} credits are left`;
    if (calls <= left || run.force) return line;
    throw new ActionableError(
      `The plan's credits don't cover the run: ${line} this month.`,
      "Raise the plan, or wait until next month; --force runs it all the same, and what it fetches is archived.",
    );
  } finally {
    await api.close();
  }
}

async function creditsLeft(api: Api): Promise<number | undefined> {
  try {
    const key = (await api.peek(keyRequest())) as Record<string, unknown> | null;
    const left = key?.current_remaining_monthly_calls;
    return typeof left === "number" && left >= 0 ? left : undefined;
  } catch (error) {
    // Only a forecast: what is wrong with the API, its first call says.
    log.debug({ err: error }, "The plan's credits are not known.");
    return undefined;
  }
}

/** About how many calls a run makes: those whose answers are not archived. */
async function callsOf(run: Run, api: Api): Promise<number> {
  const isNew = async (request: Parameters<Api["isArchived"]>[0]) =>
    run.api.refresh || !(await api.isArchived(request));
  const { coins } = run;
  let calls = run.pipeline === "asset-dim" ? await newDetails(run, api) : 0;
  if (coins.kind === "ids") return calls + Math.ceil(coins.ids.length / pageSize);
  let count = coins.kind === "top" ? coins.count : coins.kind === "category" ? 1 : usualCoins;
  if (coins.kind === "all") {
    if (await isNew(coinListRequest())) calls++;
    else count = listLength((await api.ask(coinListRequest())).body);
  }
  for (let page = 1; page <= Math.ceil(count / pageSize); page++) {
    if (await isNew(marketPageRequest(run, page))) calls++;
  }
  return calls;
}

async function newDetails({ detailRequests, api: { refresh } }: Run, api: Api): Promise<number> {
  return refresh
    ? detailRequests
    : Math.max(0, detailRequests - (await api.countArchived("coins/")));
}

function listLength(body: unknown): number {
  return Array.isArray(body) ? body.length : 0;
}

function inWords(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
