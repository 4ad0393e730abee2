import { wholeNumber } from "./forms";
import type { OptionGroup } from "./option_spec";
import { apiPipelines } from "./pipeline_spec";
import { byPlan } from "./plan_defaults";

export const paceOptions = {
  requestsPerMinute: {
    values: "N",
    defaultHelp: `by plan: ${byPlan("requestsPerMinute")}; none for sample and loopback`,
    help: "At most N calls in any 60 seconds, over all workers and pipelines, retries included.",
    pipelines: apiPipelines,
    schema: wholeNumber(1, 60_000),
  },
  maxRequests: {
    values: "N",
    defaultHelp: `by plan: ${byPlan("maxRequests")}; none for sample and loopback`,
    help: "Budget: at most N calls a run. A run that spends it stops, and the same command resumes it.",
    pipelines: apiPipelines,
    schema: wholeNumber(1),
  },
  apiShards: {
    values: "N",
    default: "1",
    help: "Distribute the pages and their rate limit over N keys, and so over as many workers.",
    pipelines: apiPipelines,
    schema: wholeNumber(1, 1_000),
  },
} as const satisfies OptionGroup;
