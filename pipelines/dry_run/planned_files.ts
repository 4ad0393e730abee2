import { pipelineSpecs } from "../options/pipeline_spec";
import { csvPath, parquetPath, rejectedPath } from "../run/paths";
import { reportPath } from "../run/report";
import type { Run } from "../run/run";
import { filledTables } from "../run/tables";
import type { ObjectStore } from "../storage/object_store";
import { marketRecordPath } from "../transforms/publish/held_markets";
import type { PlannedFile } from "./dry_run_report";

/**
 * The files that a run would write or remove, in about the order in which it does.
 * @param store null where the output can't be read
 * @param superseded files of another market or currency, which a forced run removes
 */
export async function plannedFiles(
  run: Run,
  store: ObjectStore | null,
  superseded: readonly string[],
): Promise<PlannedFile[]> {
  const { callsApi } = pipelineSpecs[run.pipeline];
  const ofApi: Named[] = [
    { kind: "market", path: marketRecordPath },
    { kind: "rejected", path: rejectedPath(run) },
  ];
  const csvs = filledTables(run).map((table) => {
    return { table: table.name, path: csvPath(table, run.snapshotDate) };
  });
  const parquets = csvs.map((csv) => ({ ...csv, path: parquetPath(csv.path) }));
  const withParquet = run.formats.includes("parquet");
  const written: Named[] = [
    ...(callsApi ? ofApi : []),
    ...csvs.map((csv) => ({ kind: "csv" as const, ...csv })),
    ...(withParquet ? parquets.map((file) => ({ kind: "parquet" as const, ...file })) : []),
    { kind: "report", path: reportPath(run) },
  ];
  const paths = new Set(written.map(({ path }) => path));
  // The Parquet files of an earlier run would have other rows than the new CSVs.
  const outdated = [...superseded, ...(withParquet ? [] : parquets.map(({ path }) => path))];
  const removed = [...new Set(outdated)].filter((path) => !paths.has(path));
  return [
    ...(await Promise.all(written.map((file) => plannedFile(store, file)))),
    ...(await removedFiles(store, removed)),
  ];
}

interface Named {
  readonly kind: PlannedFile["kind"];
  readonly path: string;
  readonly table?: string;
}

/** A file that would be written, or replaced. */
export async function plannedFile(
  store: ObjectStore | null,
  { kind, path, table = "" }: Named,
): Promise<PlannedFile> {
  const exists = store && (await isThere(store, path));
  return { path, kind, table: table || null, exists, action: "write" };
}

async function removedFiles(
  store: ObjectStore | null,
  paths: readonly string[],
): Promise<PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const path of paths) {
    if (!store || !(await isThere(store, path))) continue;
    files.push({ path, kind: "other", table: null, exists: true, action: "remove" });
  }
  return files;
}

async function isThere(store: ObjectStore, path: string): Promise<boolean> {
  const content = await store.read(path);
  content?.destroy();
  return content !== null;
}
