import { pipelineSpecs } from "../../options/pipeline_spec";
import { inputsOf } from "../../run/inputs";
import type { RunOutcome } from "../../run/outcome";
import { reportOf, type ReportedFile, type RunReport } from "../../run/report";
import type { Run } from "../../run/run";
import { topMovers } from "../../run/top_movers";
import type { ObjectStore } from "../../storage/object_store";

/** The report of a day's run, as it ended. */
export function dayReport(
  run: Run,
  outcome: RunOutcome,
  files: readonly ReportedFile[],
  end: Pick<RunReport, "state" | "error" | "finished_at" | "inputs">,
): RunReport {
  const { counts, tableCounts, skipped, api, missingIds, warnings } = outcome;
  const { movers, movedContracts } = outcome;
  const { reportsMovers, reportsMovedContracts } = pipelineSpecs[run.pipeline];
  return {
    ...reportOf(run),
    ...end,
    files,
    counts,
    table_counts: tableCounts,
    api,
    missing_ids: missingIds.slice(0, 1_000),
    warnings,
    ...(skipped.size > 0 ? { skipped_tables: [...skipped.keys()].sort() } : {}),
    ...(reportsMovedContracts ? { moved_contracts: movedContracts } : {}),
    ...(reportsMovers ? { top_movers: topMovers(movers) } : {}),
  };
}

/** What the report of a day says that is done now. */
export async function doneNow(run: Run, store: ObjectStore) {
  const inputs = await inputsOf(run, store);
  return { state: "DONE", finished_at: new Date().toISOString(), inputs } as const;
}
