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

type FaultCase = readonly [Fault, Moment];

const faultCases = (faults: readonly Fault[]): FaultCase[] =>
  faults.flatMap((fault): FaultCase[] => [
    [fault, "before"],
    [fault, "after"],
  ]);

/** Each transient fault with its moment. */
export const everyFault = faultCases([429, 500, 503, "reset", "timeout", "cut"]);

/** The same without those that only a timeout ends: whole runs have the usual, long one. */
export const transientFaults: readonly FaultCase[] = [
  ...faultCases([429, 500, 503, "reset"]),
  ["cut", "before"],
];

/**
 * Fails every call the first time it is made, with these faults in turn.
 * @returns the calls that have failed so far
 */
export function failFirst(
  doubles: CloudDoubles,
  inTurn: readonly FaultCase[],
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
