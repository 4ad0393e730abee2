import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { Row, TableSpec } from "../../../schemas/table";
import { tableNamed } from "../../../schemas/tables";
import { registerDoFns } from "../../beam/register";
import { composite, flatten, groupBy, step } from "../../beam/step";
import type { Run } from "../../run/run";
import type { RunReport } from "../../run/report";
import type { AuditRecord } from "../../run/audit_record";
import { PublishRun, runCounters } from "./publish_run";
import { RejectedLine, type Reject } from "../parse/reject";
import { SortPartition } from "./sort_partition";
import { toSortedLine, type SortedLine } from "./sorted_line";

/**
 * From rows to the end of the run, the same for every table: one row a key, sorted, then, when
 * everything is known to be good, the CSV, the warehouse, and the run report.
 *
 * @param beside what else the run produces: rejected elements and audit records
 */
export function writeTable(
  table: TableSpec,
  run: Run,
  beside: { readonly rejects?: PCollection<Reject>; readonly audit: PCollection<AuditRecord> },
): PTransform<PCollection<Row>, PCollection<RunReport>> {
  return composite("WriteTable", (rows) => {
    const partitions = rows
      .apply(step("ToCsv", new ToCsv(table.name)))
      .apply(groupBy("PartsOfRows", "partition"))
      .apply(step("OneRowPerKeySorted", new SortPartition(run, "rows")));
    const rejected = beside.rejects
      ?.apply(step("ToJsonLines", new RejectedLine(run)))
      .apply(groupBy("PartsOfRejects", "partition"))
      .apply(step("RejectsSorted", new SortPartition(run, "rejected")));
    return flatten("FactsOfRun", beside.audit, partitions, ...(rejected ? [rejected] : []))
      .apply(step("UnderOneKey", new UnderOneKey()))
      .apply(groupBy("WholeRun", "run"))
      .apply(step("Publish", new PublishRun(run, table.name), runCounters()));
  });
}

/** A row as the line that it becomes in the CSV. */
class ToCsv {
  constructor(private readonly table: string) {}

  *process(row: Row): Generator<SortedLine> {
    yield toSortedLine(tableNamed(this.table), row);
  }
}

/** Keys all audit records alike, so that one worker gets them. */
class UnderOneKey {
  *process(record: AuditRecord): Generator<{ run: 0; record: AuditRecord }> {
    yield { run: 0, record };
  }
}

registerDoFns("transforms/publish/write_table", { ToCsv, UnderOneKey });
