import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { registerDoFns } from "../../beam/register";
import { composite, flatten, groupBy, step } from "../../beam/step";
import type { Run } from "../../run/run";
import type { RunReport } from "../../run/report";
import type { AuditRecord } from "../../run/audit_record";
import { PublishRun, runCounters } from "./publish_run";
import { RejectedLine, type Reject } from "../parse/reject";
import { SortPartition } from "./sort_partition";
import type { SortedLine } from "./sorted_line";

/**
 * From rows to the end of the run, the same for one table and for several: stages one row a key,
 * sorted, and then validates and publishes the run: the CSVs, the warehouse, the report.
 *
 * @param beside what else the run produces: dead-letter records and audit records
 */
export function writeTables(
  run: Run,
  beside: { readonly rejects?: PCollection<Reject>; readonly audit: PCollection<AuditRecord> },
): PTransform<PCollection<SortedLine>, PCollection<RunReport>> {
  return composite("WriteTables", (rows) => {
    const rejected = beside.rejects?.apply(step("ToJsonLines", new RejectedLine(run)));
    const staged = flatten("Lines", rows, ...(rejected ? [rejected] : []))
      .apply(groupBy("LinesByPart", "part"))
      .apply(step("SortLines", new SortPartition(run)));
    return flatten("AuditRecords", beside.audit, staged)
      .apply(step("KeyByRun", new KeyByRun()))
      .apply(groupBy("GroupByRun", "run"))
      .apply(step("Publish", new PublishRun(run), runCounters()));
  });
}

/** Gives all audit records one key, so that one worker gets them. */
class KeyByRun {
  *process(record: AuditRecord): Generator<{ run: 0; record: AuditRecord }> {
    yield { run: 0, record };
  }
}

registerDoFns("transforms/publish/write_tables", { KeyByRun });
