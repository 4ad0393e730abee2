import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pythonWithPyarrow } from "../../../emulators/tools/pyarrow";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { csvPath, parquetPath } from "../../../pipelines/run/paths";
import { dailyTables } from "../../support/daily_tables";
import type { ColumnType } from "../../../schemas/table";
import { describeUnless } from "../../support/describe_unless";
import { csvRecords } from "../../support/output_files";
import { runInProcess } from "../../support/run_in_process";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();
const date = "2026-01-02";

const arrowTypes: Record<ColumnType, string> = {
  STRING: "string",
  INT64: "int64",
  FLOAT64: "double",
  BIGNUMERIC: "double",
  BOOL: "bool",
  DATE: "date32[day]",
  TIMESTAMP: "timestamp[ms, tz=UTC]",
};

/** Prints the schema, and the rows as texts of the CSV's form. */
const script = `
import json, sys, pyarrow.parquet as parquet
table = parquet.read_table(sys.argv[1])
print(json.dumps({
  "types": {field.name: str(field.type) for field in table.schema},
  "required": [field.name for field in table.schema if not field.nullable],
  "rows": [{name: None if value is None else value if isinstance(value, (bool, int, float)) else str(value)
            for name, value in row.items()} for row in table.to_pylist()],
}))
`;

interface Read {
  readonly types: Record<string, string>;
  readonly required: readonly string[];
  readonly rows: readonly Record<string, string | number | boolean | null>[];
}

describeUnless(pythonMissing())("Parquet files read by pyarrow", () => {
  it("have the types of the tables and the values of the CSVs", async () => {
    await runInProcess(
      ...["date-dim", "market-snapshot", "asset-dim", "--formats=csv,parquet"],
      ...["--source=sample:300", `--snapshotDate=${date}`, `--output=${folder()}`],
    );
    for (const table of dailyTables) {
      const csv = csvPath(table, date);
      const { stdout, stderr } = spawnSync(
        pythonWithPyarrow(),
        ["-c", script, join(folder(), parquetPath(csv))],
        { encoding: "utf8", maxBuffer: 2 ** 28 },
      );
      expect(stderr).toBe("");
      const { types, required, rows } = JSON.parse(stdout) as Read;
      expect(types).toEqual(
        Object.fromEntries(table.columns.map(({ name, type }) => [name, arrowTypes[type]])),
      );
      expect(required).toEqual(
        table.columns.filter((column) => column.required).map(({ name }) => name),
      );
      const expected = csvRecords(folder(), csv).map((record) =>
        Object.fromEntries(
          table.columns.map(({ name, type }) => [name, fromCsv(type, record[name] ?? "")]),
        ),
      );
      expect(rows).toEqual(expected);
    }
  });
});

function fromCsv(type: ColumnType, text: string): string | number | boolean | null {
  if (text === "") return null;
  if (type === "BOOL") return text === "true";
  if (type === "INT64" || type === "FLOAT64" || type === "BIGNUMERIC") return Number(text);
  // As Python prints a time of UTC: microseconds, unless there are none.
  if (type === "TIMESTAMP")
    return text
      .replace("T", " ")
      .replace(/\.000Z$/, "+00:00")
      .replace(/(\.\d{3})Z$/, "$1000+00:00");
  return text;
}
