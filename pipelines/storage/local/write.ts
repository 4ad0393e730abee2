import { type FileHandle, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { unless, unsupportedCodes } from "./errors";
import { makeDirectory } from "./make_directory";

/**
 * Writes a file atomically: under a temporary name, flushed to the disk, and then renamed.
 * @param temporary a name that nothing else uses, on the same file system
 * @param isDurable whether it has to survive a power failure, for which the disk is waited for
 */
export async function writeAtomically(
  file: string,
  content: AsyncIterable<Uint8Array>,
  temporary: string,
  isDurable: boolean,
): Promise<void> {
  try {
    await writeNew(temporary, content, isDurable);
    await inDirectory(file, () => rename(temporary, file));
    if (isDurable) await syncDirectory(dirname(file));
  } catch (error) {
    // What failed matters more than a temporary file that can't be removed now either.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeNew(
  file: string,
  content: AsyncIterable<Uint8Array>,
  isDurable: boolean,
): Promise<void> {
  const create = () => inDirectory(file, () => open(file, "wx"));
  // Another run that ends may remove the empty `.tmp` between the two steps: one more attempt.
  const handle = (await unless(["ENOENT"], create())) ?? (await create());
  try {
    await writeFile(handle, content);
    if (isDurable) await flush(handle);
  } finally {
    await handle.close();
  }
}

/** Runs a step that needs a file's directory, which is created only when it is missing. */
async function inDirectory<T>(file: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await makeDirectory(dirname(file));
    return await step();
  }
}

/**
 * Makes a rename survive a power failure. Windows has no such call, and needs none; some network and
 * user-space file systems have none either, or don't open directories: a rename is atomic there, but
 * as durable as that file system makes it.
 */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await unless([...unsupportedCodes, "EISDIR", "EACCES", "EPERM"], open(directory));
  if (!handle) return;
  try {
    await flush(handle);
  } finally {
    await handle.close();
  }
}

/** Waits for the disk, where the file system can; a failure of the disk (EIO) is never ignored. */
async function flush(handle: FileHandle): Promise<void> {
  await unless(unsupportedCodes, handle.sync());
}
