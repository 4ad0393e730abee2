import { cpSync } from "node:fs";
import { join } from "node:path";
import { tables } from "../../schemas/tables";
import { duckDbRows } from "./duckdb_rows";
import { dataHashes } from "./output_files";
import { runInProcess } from "./run_in_process";

const coins = 300;

/** Days of a small sample market, each made by a run of its own. */
export interface ArchivedDays {
  readonly days: readonly string[];
  /** The same as one range. */
  readonly range: string;
  /** The options of a run over the same market, but for its place. */
  readonly options: readonly string[];
  /** Where the single runs have written. */
  readonly output: string;
  /**
   * Makes an output that has the days' archive, and nothing else.
   * @param source under whose name the archive is
   */
  copyTo(output: string, source?: string, days?: readonly string[]): void;
}

/** Makes some days one by one, with what the archive then has of them. */
export async function archiveDays(output: string, days: readonly string[]): Promise<ArchivedDays> {
  const options = [`--source=sample:${coins}`, "--detailRequests=20", "--endDate=2021-12-31"];
  for (const day of days) {
    await runInProcess(...options, `--output=${output}`, `--snapshotDate=${day}`);
  }
  const [first = ""] = days;
  return {
    days,
    range: `${first}..${days.at(-1) ?? ""}`,
    options,
    output,
    copyTo: (to, source = `sample-${coins}`, ofDays = days) => {
      for (const day of ofDays) {
        const from = join(output, "raw", `sample-${coins}`, day);
        cpSync(from, join(to, "raw", source, day), { recursive: true });
      }
    },
  };
}

/** What runs have left: files by their hashes, and the rows of each table. */
export async function dataOf(output: string) {
  const file = join(output, "warehouse.duckdb");
  const rows: Record<string, readonly unknown[]> = {};
  for (const { name } of tables) rows[name] = await duckDbRows(file, `FROM ${name} ORDER BY ALL`);
  return { files: dataHashes(output), rows };
}
