import { createHash } from "node:crypto";
import { ActionableError } from "../../core/actionable_error";
import { CloudObjectStore } from "../../storage/cloud/object_store";
import type { CsvFile } from "../warehouse";

const quote = 0x22;
const lineFeed = 0x0a;

/** A CSV as it is in its store now. */
export interface Source {
  /** Where BigQuery itself can read it; undefined when it has to be uploaded. */
  readonly uri: string | undefined;
  /** Changes when the file is written again. */
  readonly version: string;
  /**
   * From the object's metadata, where the run that wrote it has put it, or of the local file's bytes;
   * empty for an object that no run wrote.
   */
  readonly sha256: string;
  readonly bytes: number;
  /** How many records it has; undefined for an object without that metadata. */
  readonly rows: number | undefined;
}

/**
 * The file that a run wrote.
 * @throws ActionableError when it was removed, edited by a person, or replaced by another run.
 */
export async function writtenSource(csv: CsvFile): Promise<Source> {
  const source = await sourceOf(csv);
  if (source.sha256 !== csv.sha256) {
    throw new ActionableError(
      `${nameOf(csv)} is no longer the file that this run wrote: it was edited, or another run replaced it.`,
      "Nothing was loaded. Run it again.",
    );
  }
  if (source.rows !== undefined && source.rows !== csv.rows) {
    throw new ActionableError(
      `${nameOf(csv)} has ${source.rows} records, not ${csv.rows}.`,
      "Nothing was loaded. Run it again.",
    );
  }
  return { ...source, rows: csv.rows };
}

/**
 * The file as it is now, whichever run wrote it.
 * @throws ActionableError when it was removed, or written by no run.
 */
export async function currentSource(csv: CsvFile): Promise<Source> {
  const source = await sourceOf(csv);
  if (source.sha256 !== "") return source;
  throw new ActionableError(
    `${nameOf(csv)} was edited while it was loaded: the table may hold the edited rows.`,
    "Run it again: the file is then written and loaded again.",
  );
}

async function sourceOf(csv: CsvFile): Promise<Source> {
  return csv.store instanceof CloudObjectStore ? cloudSource(csv.store, csv) : localSource(csv);
}

async function cloudSource(store: CloudObjectStore, csv: CsvFile): Promise<Source> {
  const state = await store.stat(csv.path);
  if (!state) throw gone(csv);
  const { sha256 = "", rows } = state.metadata;
  return {
    uri: nameOf(csv),
    version: state.generation,
    sha256,
    bytes: state.bytes,
    rows: rows === undefined ? undefined : Number(rows),
  };
}

async function localSource(csv: CsvFile): Promise<Source> {
  const bytes = await csv.store.read(csv.path);
  if (!bytes) throw gone(csv);
  const hash = createHash("sha256");
  let lines = 0;
  let size = 0;
  let quoted = false;
  for await (const piece of bytes as AsyncIterable<Buffer>) {
    hash.update(piece);
    size += piece.length;
    for (const byte of piece) {
      if (byte === quote) quoted = !quoted;
      else if (byte === lineFeed && !quoted) lines++;
    }
  }
  const sha256 = hash.digest("hex");
  return { uri: undefined, version: sha256, sha256, bytes: size, rows: lines - 1 };
}

function gone(csv: CsvFile): ActionableError {
  return new ActionableError(`${nameOf(csv)} was removed meanwhile.`, "Run it again.");
}

function nameOf({ store, path }: CsvFile): string {
  return `${store.url}/${path}`;
}
