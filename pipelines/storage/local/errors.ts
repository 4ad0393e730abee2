import { constants } from "node:os";
import { ActionableError, explained } from "../../core/actionable_error";

type Advice = readonly [what: string, next: string];

const permission = "Give yourself the permission, or choose another --output.";
const otherOutput = "Choose another --output.";
const room = "Make room, or choose another --output.";
const io = "Check the disk and its connection, then run it again.";

/** What an error of the file system means and what to do, by its code. */
const byCode: Readonly<Record<string, Advice>> = {
  EACCES: ["may not be written to", permission],
  EPERM: ["may not be written to", permission],
  EROFS: ["is on a read-only file system", otherOutput],
  ENOTDIR: ["is not inside a directory", "Choose another --output, or move the file in its way."],
  ENOENT: ["can't be created there", otherOutput],
  EEXIST: ["is not a directory", "Choose another --output, or move the file in its way."],
  EISDIR: ["is a directory, not a file", "Move it out of the way."],
  ENOTEMPTY: ["is a directory, not a file", "Move it out of the way."],
  EXDEV: ["is on another disk than the rest of the output", "Put all of --output on one disk."],
  ENOSPC: ["does not fit on the disk", room],
  EDQUOT: ["does not fit into your disk quota", room],
  EFBIG: [
    "is larger than a file may be there",
    "Raise the limit (ulimit -f), or choose an --output on a file system for larger files.",
  ],
  ELOOP: ["is a symbolic link that leads back to itself", "Repair it, or choose another --output."],
  ENAMETOOLONG: ["has too long a name", "Choose an --output with a shorter path."],
  EMFILE: ["can't be opened: too many files are open", "Raise the limit with ulimit -n."],
  ENFILE: ["can't be opened: too many files are open on this machine", "Close other programs."],
  ETXTBSY: ["is being executed", "End that program, or choose another --output."],
  EBUSY: ["is in use", "End the program that uses it, or choose another --output."],
  ESTALE: ["is no longer there for this machine (stale file handle)", "Mount the disk again."],
  EIO: ["could not be read or written: the disk reports an error", io],
};

/** Where a code means something else for one call than for the others. */
const byCall: Readonly<Record<string, Advice>> = {
  "open EACCES reading": ["may not be read", permission],
  "open EPERM reading": ["may not be read", permission],
  "open ENOSPC": ["does not fit on the disk: it has no room for another file", room],
  "read EISDIR": ["is a directory, not a file", "Move it out of the way."],
  "rename EPERM": ["may not be replaced", permission],
  "rename EACCES": ["may not be replaced", permission],
  "unlink EPERM": ["may not be deleted", permission],
  "unlink EACCES": ["may not be deleted", permission],
  "scandir EACCES": ["may not be listed", permission],
  "fsync ENOSPC": ["does not fit on the disk", room],
};

/**
 * The actionable error for an error of the file system: by the call that failed, where that matters,
 * or else by its code; an unexpected one names both. Any other error is returned as it is.
 */
export function localStorageError(error: unknown, path: string, reading = false): unknown {
  if (error instanceof ActionableError) return error;
  // By its shape, since Node's own errors are of another realm in some environments, such as Jest.
  if (typeof error !== "object" || !error || !("code" in error)) return error;
  const { syscall, ...failed } = error as NodeJS.ErrnoException;
  // libuv has no name for some codes, such as EDQUOT.
  const code = failed.code?.startsWith("Unknown") ? nameOf(failed.errno) : failed.code;
  if (typeof code !== "string" || (syscall === undefined && !(code in byCode))) return error;
  const call = `${syscall ?? ""} ${code}`;
  const ofRead = reading ? byCall[`${call} reading`] : undefined;
  const advice = ofRead ?? byCall[call] ?? byCode[code];
  const [what, next] = advice ?? [
    `can't be used: ${syscall ?? "a call"} failed with ${code}`,
    "Choose an --output on another file system.",
  ];
  return new ActionableError(`${path} ${what}.`, next, { cause: error });
}

function nameOf(errno: number | undefined): string | undefined {
  const named = Object.entries(constants.errno).find(([, value]) => value === -(errno ?? 0));
  return named?.[0];
}

/** Runs a step that uses a path; an error of the file system is thrown as an actionable one. */
export function explainedFor<T>(path: string, step: () => Promise<T>, reading = false): Promise<T> {
  return explained((error) => localStorageError(error, path, reading), step);
}

/** The result, or undefined when the file system answers with one of these codes. */
export async function unless<T>(
  codes: readonly string[],
  result: Promise<T>,
): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (codes.includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** The codes of a file system that has no such call; never EIO, which is a failure of the disk. */
export const unsupportedCodes = ["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"] as const;
