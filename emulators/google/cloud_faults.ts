import type { Call, Fault } from "./api_double";
import type { CloudDoubles } from "./cloud_doubles";

type Moment = "before" | "after";

/** Sets what happens at each call of both services. */
export function onCalls(
  { storage, bigquery }: CloudDoubles,
  plan: (call: Call, moment: Moment) => Fault | undefined,
): void {
  storage.faults = plan;
  bigquery.faults = plan;
}

/** Calls that change something; dying after any other is the same as dying before it. */
export const changing = /\.(insert|compose|copy|delete|patch)$|jobs\.get$/;

// A cut in an answer is noticed only when the client's patience ends: tests/sinks has it with less.
const faults: readonly Fault[] = [429, 500, 503, "reset"];

/** Each fault with its moment, but for those that only a client's patience ends. */
export const passingFaults: readonly (readonly [Fault, Moment])[] = [
  ...faults.flatMap((fault) => [[fault, "before"] as const, [fault, "after"] as const]),
  ["cut", "before"],
];

/**
 * Lets every call fail when it comes first, with these faults in turn.
 * @returns the calls that have failed so far
 */
export function failFirst(
  doubles: CloudDoubles,
  inTurn: readonly (readonly [Fault, Moment])[],
): ReadonlySet<string> {
  const seen = new Set<string>();
  onCalls(doubles, ({ name, path }, moment) => {
    const call = `${name} ${path}`;
    const [fault, when] = inTurn[seen.size % inTurn.length] ?? [];
    if (moment !== when || seen.has(call)) return undefined;
    seen.add(call);
    return fault;
  });
  return seen;
}
