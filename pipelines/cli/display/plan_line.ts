import { countText } from "../../core/text/count_text";
import { pipelineSpecs } from "../../options/pipeline_spec";
import { type CommandPlan, callsIn, minutesOfCalls } from "../../run/command_plan";
import { placeText } from "./words";

/**
 * What a command is about to do, in one line: `public, all coins: about 102 calls at 10 a minute, about
 * 11 minutes, budget 300; into ./out and ./out/warehouse.duckdb`.
 */
export function planLine(plan: CommandPlan): string {
  const { runs, output, warehouse } = plan;
  const into = warehouse === "none" ? output : `${output} and ${placeText(warehouse)}`;
  if (!runs.some(({ pipeline }) => pipelineSpecs[pipeline].callsApi)) {
    return `${runs.map(({ pipeline }) => pipeline).join(", ")}: no API call; into ${into}`;
  }
  const ofSample = /^sample:(\d+)$/.exec(plan.source)?.[1];
  const source = ofSample === undefined ? plan.source : "made-up sample market";
  const coins = coinsText(plan.coins, ofSample);
  return `${source}, ${coins}${historyText(plan)}: ${callsText(plan)}; into ${into}`;
}

function historyText({ history }: CommandPlan): string {
  if (!history) return "";
  const { first, last, daysAllowed } = history;
  const limit = daysAllowed === null ? "" : ` (the plan allows ${daysAllowed} days back)`;
  return first === last ? `, ${first}${limit}` : `, ${first} to ${last}${limit}`;
}

function coinsText(coins: CommandPlan["coins"], ofSample: string | undefined): string {
  switch (coins.kind) {
    case "all":
      return ofSample === undefined ? "all coins" : `all ${countText(Number(ofSample))} coins`;
    case "top":
      return `the top ${countText(coins.count)} coins`;
    case "ids":
      return coins.ids.length === 1 ? "1 coin" : `${countText(coins.ids.length)} coins`;
    case "category":
      return `category ${coins.id}`;
  }
}

function callsText(plan: CommandPlan): string {
  const { runs, coins, requestsPerMinute, maxRequests, lacksAnswers = false } = plan;
  const calls = runs.map((run) => callsIn(run.calls));
  const all = calls.reduce((sum, one) => sum + one, 0);
  if (all === 0) {
    return lacksAnswers
      ? "no API call, and the archive lacks answers"
      : "no API call, the archive has the answers";
  }
  const about = coins.kind === "category" ? "at least" : "about";
  const rate = requestsPerMinute === null ? "" : ` at ${countText(requestsPerMinute)} a minute`;
  const parts = [`${about} ${countText(all)} ${all === 1 ? "call" : "calls"}${rate}`];
  if (requestsPerMinute !== null) {
    const minutes = minutesOfCalls(all, requestsPerMinute);
    parts.push(minutes <= 1 ? "about a minute" : `about ${minutes} minutes`);
  }
  if (maxRequests !== null) {
    const isShort = Math.max(...calls) > maxRequests;
    parts.push(
      `budget ${countText(maxRequests)}${isShort ? " (spent before the end: the same command resumes)" : ""}`,
    );
  }
  return parts.join(", ");
}
