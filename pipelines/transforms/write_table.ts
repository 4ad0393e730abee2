import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { Row, TableSpec } from "../../schemas/table";
import { tableNamed } from "../../schemas/tables";
import { registerDoFns } from "../beam/register";
import { composite, flatten, groupBy, step } from "../beam/step";
import type { Run } from "../run";
import type { RunReport } from "../run_report";
import type { Fact } from "./facts";
import { PublishRun, runCounters } from "./publish_run";
import { RejectedLine, type Reject } from "./reject";
import { SortPart } from "./sort_part";
import { toSortedLine, type SortedLine } from "./sorted_line";

/**
 * From rows to the end of the run, the same for every table: one row a key, sorted, then, when
 * everything is known to be good, the CSV, the warehouse, and the run report.
 *
 * @param beside what else the run has to tell: rejected elements and facts
 */
export function writeTable(
  table: TableSpec,
  run: Run,
  beside: { readonly rejects?: PCollection<Reject>; readonly facts: PCollection<Fact> },
): PTransform<PCollection<Row>, PCollection<RunReport>> {
  return composite("WriteTable", (rows) => {
    const parts = rows
      .apply(step("ToCsv", new ToCsv(table.name)))
      .apply(groupBy("PartsOfRows", "part"))
      .apply(step("OneRowPerKeySorted", new SortPart(run, "rows")));
    const rejected = beside.rejects
      ?.apply(step("ToJsonLines", new RejectedLine(run)))
      .apply(groupBy("PartsOfRejects", "part"))
      .apply(step("RejectsSorted", new SortPart(run, "rejected")));
    return flatten("FactsOfRun", beside.facts, parts, ...(rejected ? [rejected] : []))
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

/** Brings all facts to one worker. */
class UnderOneKey {
  *process(fact: Fact): Generator<{ run: 0; fact: Fact }> {
    yield { run: 0, fact };
  }
}

registerDoFns("transforms/write_table", { ToCsv, UnderOneKey });
