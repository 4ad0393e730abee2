import { randomUUID } from "node:crypto";
import type { Dirent } from "node:fs";
import { open, readdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { ContentBlocks } from "../content_blocks";
import { localStorageError } from "./errors";
import { checkFolderPath, checkObjectPath, temporaryFolder } from "../object_path";
import type { Content, ObjectStore, StoredObject, WrittenObject } from "../object_store";
import { makeDirectory } from "./make_directory";
import { isDead } from "../../core/run_id";

/** An archived page in one piece, and a table in few. */
const readSize = 512 * 1024;

/**
 * A directory as an object store. A file is written under `.tmp/<run id>/`, brought to the disk and
 * then renamed into its place, so that it is there whole or not at all whenever the process dies.
 */
export class LocalObjectStore implements ObjectStore {
  readonly #root: string;
  readonly #temporary: string;

  constructor(
    readonly url: string,
    readonly runId: string,
  ) {
    this.#root = resolve(url);
    this.#temporary = join(this.#root, temporaryFolder);
  }

  async check(): Promise<void> {
    await explained(this.url, async () => {
      const probe = join(this.#temporary, this.runId);
      await makeDirectory(probe);
      // Another worker of this run, or another run, may be at work in there already.
      for (const empty of [probe, this.#temporary]) await removeEmpty(empty);
    });
  }

  localPath(path: string): string {
    checkObjectPath(path);
    return join(this.#root, path);
  }

  async read(path: string): Promise<Readable | null> {
    const file = this.localPath(path);
    return explained(file, async () => {
      const handle = await unless(["ENOENT", "ENOTDIR"], open(file));
      if (!handle) return null;
      if ((await handle.stat()).isFile())
        return handle.createReadStream({ highWaterMark: readSize });
      await handle.close();
      return null;
    });
  }

  async write(path: string, content: Content): Promise<WrittenObject> {
    const file = this.localPath(path);
    const temporary = join(this.#temporary, this.runId, randomUUID());
    const blocks = new ContentBlocks(content);
    // What is temporary need not survive a power cut, and waiting for the disk takes its time.
    const isLasting = !path.startsWith(`${temporaryFolder}/`);
    return explained(file, async () => {
      try {
        await writeWhole(temporary, blocks, isLasting);
        await inDirectory(file, () => rename(temporary, file));
        if (isLasting) await syncDirectory(dirname(file));
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      let sha256: string | undefined;
      return {
        path,
        bytes: blocks.bytes,
        get sha256() {
          return (sha256 ??= blocks.sha256());
        },
      };
    });
  }

  async *list(folder: string): AsyncGenerator<StoredObject> {
    checkFolderPath(folder);
    yield* this.#list(folder);
  }

  async *#list(folder: string): AsyncGenerator<StoredObject> {
    const directory = join(this.#root, folder);
    const entries = await explained(directory, () =>
      unless(["ENOENT", "ENOTDIR"], readdir(directory, { withFileTypes: true })),
    );
    const paths = await Promise.all(
      (entries ?? [])
        .filter((entry) => folder !== "" || entry.name !== temporaryFolder)
        .map(async (entry) => `${folder}${entry.name}${(await this.#isFolder(entry)) ? "/" : ""}`),
    );
    // A folder sorts as its `/` does, so that the whole list comes in the order of the paths.
    paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const path of paths) {
      if (path.endsWith("/")) {
        yield* this.#list(path);
      } else {
        const found = await unless(["ENOENT"], stat(join(this.#root, path)));
        if (found?.isFile()) yield { path, bytes: found.size };
      }
    }
  }

  async #isFolder(entry: Dirent): Promise<boolean> {
    if (!entry.isSymbolicLink()) return entry.isDirectory();
    const target = await unless(["ENOENT"], stat(join(entry.parentPath, entry.name)));
    return target?.isDirectory() ?? false;
  }

  async delete(path: string): Promise<void> {
    const file = this.localPath(path);
    await explained(file, () => rm(file, { force: true }));
  }

  async removeTemporary(): Promise<void> {
    await explained(this.#temporary, async () => {
      for (const run of (await unless(["ENOENT"], readdir(this.#temporary))) ?? []) {
        const found = await unless(["ENOENT"], stat(join(this.#temporary, run)));
        if (run === this.runId || (found && isDead(run, found.mtime))) {
          // Several runs may be clearing up the same at the same time.
          await rm(join(this.#temporary, run), { recursive: true, force: true, maxRetries: 5 });
        }
      }
      await removeEmpty(this.#temporary);
    });
  }
}

async function writeWhole(
  file: string,
  content: AsyncIterable<Uint8Array>,
  isLasting: boolean,
): Promise<void> {
  const create = () => inDirectory(file, () => open(file, "wx"));
  // Another run that ends may remove the empty `.tmp` just between the two steps: then once more.
  const handle = (await unless(["ENOENT"], create())) ?? (await create());
  try {
    await writeFile(handle, content);
    if (isLasting) await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts a file into its directory, which is made only where it is missing: mostly it is there. */
async function inDirectory<T>(file: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await makeDirectory(dirname(file));
    return await step();
  }
}

async function removeEmpty(directory: string): Promise<void> {
  await unless(["ENOENT", "ENOTEMPTY", "EEXIST"], rmdir(directory));
}

/** Makes a rename survive a power cut. Windows has no such call, and needs none. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Runs a step, and turns what the file system says of a path into a Problem. */
async function explained<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw localStorageError(error, path);
  }
}

/** The result, or undefined when the file system answers with one of these codes. */
async function unless<T>(codes: readonly string[], result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (codes.includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
