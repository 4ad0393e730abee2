import { ActionableError } from "../../core/actionable_error";

/** What an error of the file system means and what to do, by its code. */
const advice: Record<string, [what: string, next: string]> = {
  EACCES: ["may not be written to", "Give yourself the permission, or choose another --output."],
  EPERM: ["may not be written to", "Give yourself the permission, or choose another --output."],
  EROFS: ["is on a read-only file system", "Choose another --output."],
  ENOTDIR: ["is not inside a directory", "Choose another --output, or move the file in its way."],
  ENOENT: ["can't be created there", "Choose another --output."],
  EEXIST: ["is not a directory", "Choose another --output, or move the file in its way."],
  EISDIR: ["is a directory, not a file", "Move it out of the way."],
  ENOTEMPTY: ["is a directory, not a file", "Move it out of the way."],
  EXDEV: ["is on another disk than the rest of the output", "Put all of --output on one disk."],
  ENOSPC: ["does not fit on the disk", "Make room, or choose another --output."],
  EDQUOT: ["does not fit into your disk quota", "Make room, or choose another --output."],
  ENAMETOOLONG: ["has too long a name", "Choose an --output with a shorter path."],
  EMFILE: ["can't be opened: too many files are open", "Raise the limit with ulimit -n."],
};

/** The actionable error for an error of the file system; any other error is returned as it is. */
export function localStorageError(error: unknown, path: string): unknown {
  // By its shape, since Node's own errors are of another realm in some environments, such as Jest.
  const code = typeof error === "object" && error && "code" in error ? String(error.code) : "";
  const [what, next] = advice[code] ?? [];
  return what && next ? new ActionableError(`${path} ${what}.`, next, { cause: error }) : error;
}

/** Runs a step, and gives what the file system says of a path as an actionable error. */
export async function explained<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw localStorageError(error, path);
  }
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
