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
 * From rows to the end of the run, the same for every table: stages one row a key, sorted, and then
 * validates and publishes the run: the CSV, the warehouse, the report.
 *
 * @param beside what else the run produces: dead-letter records and audit records
 */
export function writeTable(
  table: TableSpec,
  run: Run,
  beside: { readonly rejects?: PCollection<Reject>; readonly audit: PCollection<AuditRecord> },
): PTransform<PCollection<Row>, PCollection<RunReport>> {
  return composite("WriteTable", (rows) => {
    const staged = rows
      .apply(step("ToCsv", new ToCsv(table.name)))
      .apply(groupBy("RowsByPartition", "partition"))
      .apply(step("SortRows", new SortPartition(run, "rows")));
    const rejected = beside.rejects
      ?.apply(step("ToJsonLines", new RejectedLine(run)))
      .apply(groupBy("RejectsByPartition", "partition"))
      .apply(step("SortRejects", new SortPartition(run, "rejected")));
    return flatten("AuditRecords", beside.audit, staged, ...(rejected ? [rejected] : []))
      .apply(step("KeyByRun", new KeyByRun()))
      .apply(groupBy("GroupByRun", "run"))
      .apply(step("Publish", new PublishRun(run, table.name), runCounters()));
  });
}

/** A row as its line of the CSV. */
class ToCsv {
  constructor(private readonly table: string) {}

  *process(row: Row): Generator<SortedLine> {
    yield toSortedLine(tableNamed(this.table), row);
  }
}

/** Gives all audit records one key, so that one worker gets them. */
class KeyByRun {
  *process(record: AuditRecord): Generator<{ run: 0; record: AuditRecord }> {
    yield { run: 0, record };
  }
}

registerDoFns("transforms/publish/write_table", { ToCsv, KeyByRun });
