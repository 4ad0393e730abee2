import type { PCollection } from "apache-beam/pvalue";
import { groupBy, step } from "../../beam/step";
import type { AuditRecord } from "../../run/audit_record";
import type { DayRuns } from "../../run/day_runs";
import { BatchLines } from "./batch_lines";
import { SortPartition } from "./sort_partition";
import type { SortedLine } from "./sorted_line";
import { SpillBatches } from "./spill_batches";

/** Lines as sorted partitions of their files, one line a key; the audit records name them. */
export function stageLines(
  runs: DayRuns,
): (lines: PCollection<SortedLine>) => PCollection<AuditRecord> {
  return (lines) =>
    lines
      .apply(step("BatchLines", new BatchLines()))
      .apply(step("SpillBatches", new SpillBatches(runs)))
      .apply(groupBy("LinesByPart", "part"))
      .apply(step("SortLines", new SortPartition(runs)));
}
