import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { Row, TableSpec } from "../../../schemas/table";
import { tableNamed } from "../../../schemas/tables";
import { registerDoFns } from "../../beam/register";
import { step } from "../../beam/step";
import { type DayRuns, lastDate } from "../../run/day_runs";
import { toSortedLine, type SortedLine } from "./sorted_line";

/**
 * The rows of a table, keyed by day and table: as `writeTables` takes those of all tables and days. A
 * table without days is published with the last one.
 */
export function rowsOf(
  runs: DayRuns,
  table: TableSpec,
): PTransform<PCollection<Row>, PCollection<SortedLine>> {
  return step(`RowsOf ${table.name}`, new RowsOf(table.name, lastDate(runs)));
}

/** A row as its line of the table's CSV. */
class RowsOf {
  constructor(
    private readonly table: string,
    private readonly lastDate: string,
  ) {}

  *process(row: Row): Generator<SortedLine> {
    const table = tableNamed(this.table);
    const { partitionBy } = table;
    const date = partitionBy === undefined ? this.lastDate : String(row[partitionBy]);
    yield toSortedLine(date, table, row);
  }
}

registerDoFns("transforms/stage/rows_of", { RowsOf });
