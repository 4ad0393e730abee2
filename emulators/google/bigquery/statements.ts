import { ApiError } from "../api_double";
import type { Cell, Field } from "./csv";
import type { Table } from "./tables";

export interface Result {
  readonly fields: readonly Field[];
  readonly rows: readonly Cell[][];
}

const where = String.raw`(?: WHERE \`(\w+)\` (=|>=) DATE '(\d{4}-\d\d-\d\d)')?`;
const counting = new RegExp(
  String.raw`^SELECT COUNT\(\*\) AS row_count FROM \`([^\`]+)\`${where}$`,
);
const distinct = new RegExp(
  String.raw`^SELECT value FROM \(SELECT DISTINCT \`(\w+)\` AS value FROM \`([^\`]+)\`${where}\) WHERE value IS NOT NULL$`,
);
const lastWrite =
  /^SELECT UNIX_MILLIS\(MAX\(last_modified_time\)\) AS written, SUM\(total_rows\) AS row_count FROM `[^`]+`\.INFORMATION_SCHEMA\.PARTITIONS WHERE table_name = '(\w+)'(?: AND partition_id = '(\d+)')?$/;

/** Answers the statements of the project's warehouse; any other is a syntax error here. */
export function answer(statement: string, tableOf: (name: string) => Table): Result {
  const count = counting.exec(statement);
  if (count) {
    const [, name = "", ...condition] = count;
    const rows = matching(tableOf(name.split(".").at(-1) ?? ""), condition);
    return { fields: [{ name: "row_count", type: "INTEGER" }], rows: [[String(rows.length)]] };
  }
  const values = distinct.exec(statement);
  if (values) {
    const [, column, name = "", ...condition] = values;
    const table = tableOf(name.split(".").at(-1) ?? "");
    const index = table.fields.findIndex((field) => field.name === column);
    if (index < 0) throw new ApiError(400, "invalidQuery", `Unrecognized name: ${column}`);
    const cells = new Set(matching(table, condition).map((row) => row[index] ?? null));
    const rows = [...cells].filter((cell) => cell !== null).map((cell) => [cell]);
    return { fields: [{ name: "value", type: "STRING" }], rows };
  }
  const written = lastWrite.exec(statement);
  if (written) {
    const found = tableOf(written[1] ?? "").lastWrite(written[2]);
    return {
      fields: [
        { name: "written", type: "INTEGER" },
        { name: "row_count", type: "INTEGER" },
      ],
      rows: [found ? [String(found.modified), String(found.rows)] : [null, null]],
    };
  }
  throw new ApiError(400, "invalidQuery", `The double does not understand: ${statement}`);
}

/** The rows that match a condition on the partition column. */
function matching(
  table: Table,
  [column, operator, date = ""]: readonly (string | undefined)[],
): Cell[][] {
  const partitioning = table.settings.timePartitioning?.field;
  if (table.settings.requirePartitionFilter && column !== partitioning) {
    throw new ApiError(
      400,
      "invalidQuery",
      `Cannot query over table '${table.id}' without a filter over column(s) '${partitioning}' that can be used for partition elimination`,
    );
  }
  if (column === undefined) return table.rows();
  const index = table.fields.findIndex(({ name }) => name === column);
  return table.rows().filter((row) => {
    const value = row[index];
    return typeof value === "string" && (operator === "=" ? value === date : value >= date);
  });
}
