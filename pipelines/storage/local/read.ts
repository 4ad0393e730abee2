import type { Dirent } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { temporaryFolder } from "../object_path";
import type { StoredObject } from "../object_store";
import { explainedFor, localStorageError, unless } from "./errors";

/** An archived page in one piece, and a table in few. Node takes as much memory for a read of any file. */
const readSize = 512 * 1024;

/** A file's bytes, or null when there is no such file. */
export async function readFile(file: string): Promise<Readable | null> {
  const openFile = async () => {
    const handle = await unless(["ENOENT", "ENOTDIR"], open(file));
    const found = await handle?.stat();
    if (handle && found?.isFile()) return { handle, size: found.size };
    await handle?.close();
    return null;
  };
  const found = await explainedFor(file, openFile, true);
  if (!found) return null;
  const highWaterMark = Math.min(readSize, Math.max(found.size, 1));
  // With an end, no further read finds out that there is nothing more. Files are replaced, not appended to.
  const end = Math.max(found.size - 1, 0);
  const stream = found.handle.createReadStream({ highWaterMark, end });
  // An error while reading, such as EIO, is emitted as an actionable one.
  const destroy = stream._destroy.bind(stream);
  stream._destroy = (error, done) => {
    destroy(error && (localStorageError(error, file, true) as Error), done);
  };
  return stream;
}

/** The files of a folder (empty, or ending in `/`) of a store, by path, without temporary ones. */
export async function* listFiles(root: string, folder: string): AsyncGenerator<StoredObject> {
  const directory = join(root, folder);
  const entries = await explainedFor(directory, () =>
    unless(["ENOENT", "ENOTDIR"], readdir(directory, { withFileTypes: true })),
  );
  const paths = await Promise.all(
    (entries ?? [])
      .filter((entry) => folder !== "" || entry.name !== temporaryFolder)
      .map(async (entry) => `${folder}${entry.name}${(await isFolder(entry)) ? "/" : ""}`),
  );
  // A folder sorts as its `/` does, so that the whole list is in the order of the paths.
  paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const path of paths) {
    if (path.endsWith("/")) {
      yield* listFiles(root, path);
    } else {
      const found = await unless(["ENOENT"], stat(join(root, path)));
      if (found?.isFile()) yield { path, bytes: found.size };
    }
  }
}

async function isFolder(entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const target = await unless(["ENOENT"], stat(join(entry.parentPath, entry.name)));
  return target?.isDirectory() ?? false;
}
