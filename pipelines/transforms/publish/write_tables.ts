import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { composite, flatten, groupBy, step } from "../../beam/step";
import type { AuditRecord } from "../../run/audit_record";
import type { DayRuns } from "../../run/day_runs";
import type { RunReport } from "../../run/report";
import { RejectedLine, type Reject } from "../parse/reject";
import type { SortedLine } from "../stage/sorted_line";
import { stageLines } from "../stage/stage_lines";
import { CombineAudit } from "./combine_audit";
import { FailUnlessDone } from "./fail_unless_done";
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
      .apply(step("CombineAudit", new CombineAudit(runs)))
      .apply(groupBy("GroupForPublish", "group"))
      .apply(step("Publish", new PublishDays(runs), runCounters()))
      .apply(groupBy("AllDays", "run"))
      .apply(step("FailUnlessDone", new FailUnlessDone()));
  });
}
