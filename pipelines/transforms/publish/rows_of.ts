import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { Row, TableSpec } from "../../../schemas/table";
import { tableNamed } from "../../../schemas/tables";
import { registerDoFns } from "../../beam/register";
import { step } from "../../beam/step";
import { toSortedLine, type SortedLine } from "./sorted_line";

/** The rows of a table, keyed by table: as `writeTables` takes those of all tables of a run. */
export function rowsOf(table: TableSpec): PTransform<PCollection<Row>, PCollection<SortedLine>> {
  return step(`RowsOf ${table.name}`, new RowsOf(table.name));
}

/** A row as its line of the table's CSV. */
class RowsOf {
  constructor(private readonly table: string) {}

  *process(row: Row): Generator<SortedLine> {
    yield toSortedLine(tableNamed(this.table), row);
  }
}

registerDoFns("transforms/publish/rows_of", { RowsOf });
