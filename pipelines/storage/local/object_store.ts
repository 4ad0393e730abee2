import { randomUUID } from "node:crypto";
import { readdir, rm, rmdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { mayRemove } from "../../core/run_id";
import { ContentBlocks } from "../content_blocks";
import { checkFolderPath, checkObjectPath, temporaryFolder } from "../object_path";
import type { Content, ObjectStore, StoredObject, WrittenObject } from "../object_store";
import { explainedFor, unless } from "./errors";
import { checkDirectory, makeDirectory } from "./make_directory";
import { listFiles, readFile } from "./read";
import { writeAtomically } from "./write";

/**
 * A directory as an object store. Writes are atomic, whenever the process dies: a file is written
 * under `.tmp/<run id>/`, flushed to the disk, and then renamed.
 */
export class LocalObjectStore implements ObjectStore {
  private readonly root: string;
  private readonly temporary: string;

  constructor(
    readonly url: string,
    readonly runId: string,
  ) {
    this.root = resolve(url);
    this.temporary = join(this.root, temporaryFolder);
  }

  async check(): Promise<void> {
    await explainedFor(this.url, async () => {
      const probe = join(this.temporary, this.runId);
      await makeDirectory(probe);
      // Another worker of this run, or another run, may be using them already.
      for (const empty of [probe, this.temporary]) await removeEmpty(empty);
    });
  }

  async checkReadOnly(): Promise<void> {
    await explainedFor(this.url, () => checkDirectory(this.root));
  }

  localPath(path: string): string {
    checkObjectPath(path);
    return join(this.root, path);
  }

  async read(path: string): Promise<Readable | null> {
    return readFile(this.localPath(path));
  }

  async write(path: string, content: Content): Promise<WrittenObject> {
    const file = this.localPath(path);
    const temporary = join(this.temporary, this.runId, randomUUID());
    const blocks = new ContentBlocks(content);
    // Temporary files need not survive a power failure, and waiting for the disk takes time.
    const isDurable = !path.startsWith(`${temporaryFolder}/`);
    await explainedFor(file, () => writeAtomically(file, blocks, temporary, isDurable));
    let sha256: string | undefined;
    return {
      path,
      bytes: blocks.bytes,
      get sha256() {
        return (sha256 ??= blocks.sha256());
      },
    };
  }

  async *list(folder: string): AsyncGenerator<StoredObject> {
    checkFolderPath(folder);
    yield* listFiles(this.root, folder);
  }

  async delete(path: string): Promise<void> {
    const file = this.localPath(path);
    await explainedFor(file, () => rm(file, { force: true }));
  }

  async removeTemporary(): Promise<void> {
    await explainedFor(this.temporary, async () => {
      for (const run of (await unless(["ENOENT"], readdir(this.temporary))) ?? []) {
        const found = await unless(["ENOENT"], stat(join(this.temporary, run)));
        if (found && mayRemove(this.runId, run, found.mtime)) {
          // Several runs may be removing the same one at the same time.
          await rm(join(this.temporary, run), { recursive: true, force: true, maxRetries: 5 });
        }
      }
      await removeEmpty(this.temporary);
    });
  }
}

async function removeEmpty(directory: string): Promise<void> {
  await unless(["ENOENT", "ENOTEMPTY", "EEXIST"], rmdir(directory));
}
