import type { JobMetadata } from "@google-cloud/bigquery";
import { ActionableError } from "../../core/actionable_error";
import { advice } from "./errors";
import type { Source } from "./source";
import type { CsvFile } from "../warehouse";

type JobStatus = NonNullable<JobMetadata["status"]>;

/** What was not loaded, and into which table. */
interface FailedLoad {
  readonly csv: CsvFile;
  readonly source: Source;
  readonly table: string;
}

/** The error of a load job that failed, with the line of the CSV that BigQuery refused. */
export async function loadError(
  load: FailedLoad,
  jobId: string,
  status: JobStatus,
): Promise<ActionableError> {
  const { errorResult, errors = [] } = status;
  // The result only counts the errors ("too many errors, giving up"): the list has the row's own.
  const own = errors.find(({ message = "" }) => offsetOf(message) !== undefined) ?? errorResult;
  const message = oneLine(own?.message ?? "no reason given").replace(
    /^Error while reading data, error message: /,
    "",
  );
  const offset = offsetOf(message);
  const line = offset === undefined ? undefined : await lineAt(load, offset);
  const said = { message, ...(own?.reason !== undefined && { reason: own.reason }) };
  return new ActionableError(
    `BigQuery did not load ${load.source.uri ?? load.csv.path} into ${load.table} (job ${jobId}): ${message.replace(/\.?$/, ".")}` +
      (line === undefined ? "" : ` The line begins: ${oneLine(line)}`),
    advice(said),
  );
}

/** A message may quote a value with line breaks. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Where the row begins, in bytes, as BigQuery's messages have it. */
function offsetOf(message: string): number | undefined {
  const found =
    /byte_offset_to_start_of_line: (\d+)|starting at (?:location|position):? ?(\d+)/.exec(message);
  return found ? Number(found[1] ?? found[2]) : undefined;
}

const shown = 200;

/** The beginning of the line at an offset of the CSV. */
async function lineAt({ csv }: FailedLoad, offset: number): Promise<string | undefined> {
  const stream = await csv.store.read(csv.path);
  if (!stream) return undefined;
  let offsetOfPiece = 0;
  let line = Buffer.alloc(0);
  for await (const piece of stream as AsyncIterable<Buffer>) {
    if (offsetOfPiece + piece.length > offset) {
      line = Buffer.concat([line, piece.subarray(Math.max(0, offset - offsetOfPiece))]);
    }
    offsetOfPiece += piece.length;
    if (line.length >= shown || line.includes("\n")) break;
  }
  const [text = ""] = line.toString().split("\n");
  return text.length > shown ? `${text.slice(0, shown)}...` : text;
}
