import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvHeader } from "../../../schemas/csv_header";
import type { TableSpec } from "../../../schemas/table";
import { ActionableError } from "../../core/actionable_error";
import { ContentBlocks } from "../../storage/content_blocks";
import type { CsvFile } from "../warehouse";

/** A table's CSV in this machine's file system, whose checksum has been verified. */
export interface LocalCsv {
  readonly file: string;
  /** As messages name it. */
  readonly name: string;
  /** How many records it must hold. */
  readonly rows: number;
}

/**
 * Runs a step with a CSV as a local file: in place, or else as a copy in the system's temporary
 * directory; after its checksum has been verified.
 * @throws ActionableError when it is missing, was changed since it was written, or has other columns.
 */
export async function withLocalCsv<T>(
  table: TableSpec,
  csv: CsvFile,
  step: (local: LocalCsv) => Promise<T>,
): Promise<T> {
  const name = `${csv.store.url}/${csv.path}`;
  const inPlace = csv.store.localPath?.(csv.path);
  if (inPlace) {
    await check(table, csv, name);
    return step({ file: inPlace, name, rows: csv.rows });
  }
  const directory = await mkdtemp(join(tmpdir(), `${table.name}-`));
  try {
    const file = join(directory, `${table.name}.csv`);
    await check(table, csv, name, file);
    return await step({ file, name, rows: csv.rows });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function check(table: TableSpec, csv: CsvFile, name: string, copy?: string): Promise<void> {
  const stream = await csv.store.read(csv.path);
  if (!stream) throw csvError(`${name} is not there.`);
  const blocks = new ContentBlocks(stream);
  const output = copy === undefined ? undefined : await open(copy, "wx");
  let header: string | undefined;
  try {
    for await (const block of blocks) {
      header ??= Buffer.from(block).toString("utf8", 0, block.indexOf(0x0a) + 1);
      await output?.appendFile(block);
    }
  } finally {
    await output?.close();
  }
  if (blocks.sha256() !== csv.sha256) throw csvError(`${name} was changed since it was written.`);
  if (header !== csvHeader(table)) throw csvError(`${name} has other columns than ${table.name}.`);
}

function csvError(what: string): ActionableError {
  return new ActionableError(what, "Nothing was loaded. Run again: that writes the file again.");
}
