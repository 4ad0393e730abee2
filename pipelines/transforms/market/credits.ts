import type { Api } from "../../coingecko/api";
import { keyRequest } from "../../coingecko/requests";
import { ActionableError } from "../../core/actionable_error";
import { countText } from "../../core/text/count_text";
import { log } from "../../core/log";
import { pipelineSpecs } from "../../options/pipeline_spec";
import { callsIn } from "../../run/command_plan";
import { type DayRuns, dayRun, lastDate } from "../../run/day_runs";
import { openObjectStore } from "../../storage/open_object_store";
import { openApi } from "../open_api";
import { callsOfDays } from "./planned_calls";

/**
 * Compares what the runs of some days need with the credits that its plan has left this month, where the plan says
 * how many (`/key`, on paid plans). Not asked for a run that is served from its archive.
 * @returns both in one line; undefined where nothing was asked, or there was no answer
 * @throws ActionableError when the credits don't cover the run, unless it is forced
 */
export async function checkCredits(
  runs: DayRuns,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (runs.api.plan !== "pro" || !pipelineSpecs[runs.pipeline].callsApi) return undefined;
  const run = dayRun(runs, lastDate(runs));
  const calls = callsIn(await callsOfDays(runs, await openObjectStore(run.output, run.runId)));
  if (calls === 0) return undefined;
  const api = await openApi(run, signal);
  try {
    const left = await creditsLeft(api);
    if (left === undefined) return undefined;
    const line = `about ${countText(calls)} calls; ${countText(left)} credits are left`;
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
