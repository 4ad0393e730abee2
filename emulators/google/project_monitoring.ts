import { ApiError } from "./api_double";
import type { Resource } from "./resource";

interface Condition {
  readonly displayName?: string;
  readonly conditionThreshold?: TimeSeriesCondition;
  readonly conditionAbsent?: TimeSeriesCondition;
}

interface TimeSeriesCondition {
  readonly filter?: string;
  readonly duration?: string;
  readonly aggregations?: readonly { readonly alignmentPeriod?: string }[];
}

/** Limits of Cloud Monitoring, in hours. */
export const alignmentPlusDuration = 25;
export const longestAbsence = 23.5;
/** A new log-based metric can be used in a policy only after so many seconds. */
export const metricDelaySeconds = 600;

/** What the service refuses in an alert policy, as one line; undefined when it accepts the policy. */
export function policyFault(policy: Resource): string | undefined {
  for (const condition of (policy.conditions ?? []) as Condition[]) {
    const { conditionThreshold: threshold, conditionAbsent: absent } = condition;
    const { duration, aggregations = [] } = threshold ?? absent ?? {};
    const alignments = aggregations.map(({ alignmentPeriod }) => seconds(alignmentPeriod));
    const hours = (Math.max(0, ...alignments) + seconds(duration)) / 3600;
    if (hours > alignmentPlusDuration) {
      return `${condition.displayName}: alignment period plus duration is ${hours} hours, at most ${alignmentPlusDuration} are allowed.`;
    }
    if (absent && seconds(duration) / 3600 > longestAbsence) {
      return `${condition.displayName}: duration of an absence is at most ${longestAbsence} hours.`;
    }
  }
  return undefined;
}

/**
 * What the service does with a new policy.
 * @param metricAge seconds since a log-based metric was created; undefined when there is none
 */
export function checkPolicy(
  policy: Resource,
  metricAge: (name: string) => number | undefined,
): void {
  const fault = policyFault(policy);
  if (fault !== undefined) throw new ApiError(400, "badRequest", fault);
  const metrics = JSON.stringify(policy).matchAll(/logging\.googleapis\.com\/user\/(\w+)/g);
  for (const [type, name = ""] of metrics) {
    if ((metricAge(name) ?? 0) < metricDelaySeconds) {
      const advice =
        "If a metric was created recently, it could take up to 10 minutes to become available. Please try again soon.";
      const message = `Cannot find metric that matches type = "${type}". ${advice}`;
      throw new ApiError(404, "notFound", message);
    }
  }
}

/** `3600s` */
function seconds(duration = "0s"): number {
  return Number.parseFloat(duration);
}
