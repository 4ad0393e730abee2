import { type DayRuns, dayRun } from "../../run/day_runs";
import { openObjectStore } from "../../storage/open_object_store";
import { SpilledReader } from "../../storage/spilled_records";
import type { BatchedLine, LineBatch } from "./line_batch";
import { fileOf } from "./sorted_line";

/** The lines of a batch, several at a time, from its temporary file where it was spilled. */
export async function linesOfBatch(
  runs: DayRuns,
  { part, lines }: LineBatch,
): Promise<Iterable<readonly BatchedLine[]> | AsyncIterable<readonly BatchedLine[]>> {
  if (!("path" in lines)) return [lines];
  const { output, runId } = dayRun(runs, fileOf(part).date);
  return SpilledReader.open(await openObjectStore(output, runId), lines);
}
