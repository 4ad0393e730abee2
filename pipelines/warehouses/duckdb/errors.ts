import { ActionableError } from "../../core/actionable_error";

const elsewhere = "Choose another --warehouse=duckdb:FILE";

/** What DuckDB's messages mean for the file, and what to do. */
const cases: [sign: RegExp, what: (match: RegExpExecArray) => string, next: string][] = [
  [
    /Could not set lock on file.*?Conflicting lock is held in (.+?)(?:\. See|$)/,
    ([, holder]) => `is in use by another process: ${holder}.`,
    "Wait until that has ended, or end it, and run again.",
  ],
  [
    /Could not set lock on file|File locks are not supported/,
    () => "is on a file system without file locks, which DuckDB needs.",
    `${elsewhere} on a local disk, or --warehouse=none.`,
  ],
  [
    /not a valid DuckDB database file/,
    () => "is no DuckDB database.",
    `Move the file away, or choose another --warehouse=duckdb:FILE.`,
  ],
  [
    /Trying to read a database file with version number (\d+)/,
    ([, version]) => `was written by another version of DuckDB (storage version ${version}).`,
    `${elsewhere}, or move the file away: --warehouse can be loaded again from the CSV files.`,
  ],
  [
    /Corrupt database file|checksum/,
    () => "is damaged.",
    "Move the file away and run again: the tables are loaded again from the CSV files.",
  ],
  [/Is a directory/, () => "is a directory.", `${elsewhere}.`],
  [
    /Permission denied/,
    () => "may not be written to.",
    `Give yourself the permission, or choose another --warehouse=duckdb:FILE.`,
  ],
  [/Read-only file system/, () => "is on a read-only file system.", `${elsewhere}.`],
  [
    /No such file or directory|Not a directory/,
    () => "can't be opened: there is no such directory.",
    `${elsewhere}.`,
  ],
  [/No space left on device/, () => "does not fit on the disk.", "Make room and run again."],
  [/[Qq]uota exceeded/, () => "does not fit into your disk quota.", "Make room and run again."],
  [
    /File too large/,
    () => "is larger than a file may be there.",
    `Raise the limit (ulimit -f), or choose another --warehouse=duckdb:FILE.`,
  ],
  [
    /Input\/output error/,
    () => "could not be read or written: the disk reports an error.",
    "Check the disk and its connection, then run it again.",
  ],
  [
    /Out of Memory Error: (.*)/,
    ([, what]) => `needs more memory than it may use: ${what}.`,
    "Make room on the disk for its temporary files, and run again.",
  ],
  [
    /(?:Transaction|TransactionContext) (?:Error|conflict).*?: (.*)/i,
    ([, what]) => `was changed by another run at the same time: ${what}.`,
    "Run again.",
  ],
];

/** The actionable error for an error of DuckDB; any other error is returned as it is. */
export function duckDbError(error: unknown, file: string): unknown {
  if (error instanceof ActionableError) return error;
  const message = messageOf(error);
  for (const [sign, what, next] of cases) {
    const match = sign.exec(message);
    if (match) return new ActionableError(`${file} ${what(match)}`, next, { cause: error });
  }
  return error;
}

/** Whether another process has the file open, which it may close. */
export function isLockConflict(error: unknown): boolean {
  return messageOf(error).includes("Conflicting lock is held");
}

/** By its shape, since a native library's errors are of another realm in some environments. */
export function messageOf(error: unknown): string {
  return typeof error === "object" && error && "message" in error ? String(error.message) : "";
}
