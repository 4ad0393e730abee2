import { sumOfCalls } from "../run/command_plan";
import type { Run } from "../run/run";
import { leastShareText } from "../options/limits";
import { filledTables } from "../run/tables";
import type { RunCalls } from "../transforms/market/planned_calls";

/** What of a command is not known before it runs. */
export function notesOn(planned: readonly RunCalls[]): string[] {
  const notes = planned.flatMap(({ run, endpoints }) => {
    const { market, extras, details } = sumOfCalls(endpoints);
    return [
      ...(market > 0 ? callNotes(run) : []),
      ...(market + extras + details > 0 && run.api.plan === "pro" ? [creditNote] : []),
      ...placeNotes(run),
    ];
  });
  return [...new Set(notes)];
}

const creditNote =
  "How many credits are left is not asked for: that would be a call (/key). A run asks, and is refused where they don't suffice, unless --force.";

function callNotes({ coins }: Run): string[] {
  const retries = "A call that fails is retried, and each attempt counts.";
  if (coins.kind === "all") {
    return [
      `Listed coins that no page has are asked for by id: about as many calls as on the last day in the archive; without one, some calls more. ${retries}`,
    ];
  }
  return coins.kind === "category"
    ? [`How many pages a category has is known at its end: some calls more. ${retries}`]
    : [retries];
}

function placeNotes(run: Run): string[] {
  const isQueried = run.warehouse.startsWith("bigquery:");
  const isPartitioned = filledTables(run).some(({ partitionBy }) => partitionBy !== undefined);
  return [
    ...(isPartitioned && !run.force
      ? [
          `A date is not replaced by less than ${leastShareText} of the rows that it holds, unless --force.`,
        ]
      : []),
    ...(isQueried
      ? [
          `Which market and currency ${run.warehouse} holds, and how many rows, is not asked: that takes queries, which are billed.`,
        ]
      : []),
  ];
}
