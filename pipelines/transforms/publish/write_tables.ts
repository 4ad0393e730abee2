import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { registerDoFns } from "../../beam/register";
import { composite, flatten, groupBy, step } from "../../beam/step";
import type { AuditRecord } from "../../run/audit_record";
import type { DayRuns } from "../../run/day_runs";
import type { RunReport } from "../../run/report";
import { RejectedLine, type Reject } from "../parse/reject";
import type { SortedLine } from "../stage/sorted_line";
import { stageLines } from "../stage/stage_lines";
import { FailUnlessDone } from "./fail_unless_done";
import { publishGroupOf } from "./publish_group";
import { PublishDays, runCounters } from "./publish_days";

/**
 * From rows to the end of the run, the same for one table and for several, and for one day and for
 * many: stages one row a key, sorted, and then validates and publishes each day: the CSVs, the
 * warehouse, the report. A day that fails does not keep the others from it; the run fails in the end.
 *
 * @param beside what else the run produces: dead-letter records and audit records
 */
export function writeTables(
  runs: DayRuns,
  beside: { readonly rejects?: PCollection<Reject>; readonly audit: PCollection<AuditRecord> },
): PTransform<PCollection<SortedLine>, PCollection<RunReport>> {
  return composite("WriteTables", (rows) => {
    const rejected = beside.rejects?.apply(step("ToJsonLines", new RejectedLine(runs.pipeline)));
    const lines = flatten("Lines", rows, ...(rejected ? [rejected] : []));
    const staged = stageLines(runs)(lines);
    return flatten("AuditRecords", beside.audit, staged)
      .apply(step("KeyByGroup", new KeyByGroup(runs)))
      .apply(groupBy("GroupForPublish", "group"))
      .apply(step("Publish", new PublishDays(runs), runCounters()))
      .apply(groupBy("AllDays", "run"))
      .apply(step("FailUnlessDone", new FailUnlessDone()));
  });
}

/** Gives the audit records of days that are published together one key, so that one worker gets them. */
class KeyByGroup {
  constructor(private readonly runs: DayRuns) {}

  *process(record: AuditRecord): Generator<{ group: string; record: AuditRecord }> {
    yield { group: publishGroupOf(this.runs, record.date), record };
  }
}

registerDoFns("transforms/publish/write_tables", { KeyByGroup });
