import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { RunReport } from "../../pipelines/run/report";

/** The paths of all files below a folder, sorted, relative to it. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** The records of a CSV by its header, all values as text. */
export function csvRecords(...path: string[]): Record<string, string>[] {
  return parse<Record<string, string>>(readFileSync(join(...path)), { columns: true });
}

/** A hash of each data file of an output: what a repeat must not change. */
export function dataHashes(output: string): Record<string, string> {
  const isData = (path: string) =>
    /^(daily_snapshots|daily_history|dimensions|rejected)\//.test(path);
  const hash = (path: string) =>
    createHash("sha256")
      .update(readFileSync(join(output, path)))
      .digest("hex");
  return Object.fromEntries(
    filesBelow(output)
      .filter(isData)
      .map((path) => [path, hash(path)]),
  );
}

/** A run report of an output. */
export function reportIn(output: string, pipeline: string, date: string): RunReport {
  return JSON.parse(
    readFileSync(join(output, "runs", pipeline, `${date}.json`), "utf8"),
  ) as RunReport;
}

/** The files and temporary folders of an output that the contract does not name. */
export function strayFiles(output: string): string[] {
  const expected =
    /^(daily_history\/history_[\d-]+\.csv|daily_snapshots\/(crypto|global|categories|rates)_[\d-]+\.csv|dimensions\/(asset_dim|asset_contract|asset_platform_dim|date_dim)\.csv|rejected\/[a-z-]+\/[\d-]+\.jsonl|runs\/[a-z-]+\/[\d-]+\.json|raw\/.+\.json\.gz|warehouse\.duckdb|dashboard\.html)$/;
  return readdirSync(output, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name).slice(output.length + 1) }))
    .filter(({ entry, path }) => (entry.isFile() ? !expected.test(path) : path.startsWith(".")))
    .map(({ path }) => path);
}
