import type { Call, Fault } from "./api_double";
import type { CloudDoubles } from "./cloud_doubles";

type Moment = "before" | "after";

/** Sets the fault plan of both services. */
export function onCalls(
  { storage, bigquery }: CloudDoubles,
  plan: (call: Call, moment: Moment) => Fault | undefined,
): void {
  storage.faults = plan;
  bigquery.faults = plan;
}

/** Calls that change something; a crash after any other is the same as one before it. */
export const changing = /\.(insert|compose|copy|delete|patch)$|jobs\.get$/;

// Of an answer that is cut the client notices only its timeout: tests/storage has that with a short one.
const faults: readonly Fault[] = [429, 500, 503, "reset"];

/** Each fault with its moment, except those that only a timeout ends. */
export const transientFaults: readonly (readonly [Fault, Moment])[] = [
  ...faults.flatMap((fault) => [[fault, "before"] as const, [fault, "after"] as const]),
  ["cut", "before"],
];

/**
 * Fails every call the first time it is made, with these faults in turn.
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
