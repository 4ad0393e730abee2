import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ActionableError } from "../../core/actionable_error";

/** A range of a spill file, in bytes. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

const lineFeed = "\n".charCodeAt(0);

/**
 * A temporary file for lines that do not fit in memory. It is unlinked as soon as it is open, so that
 * nothing of it is left, however this process ends.
 */
export class SpillFile {
  private readonly descriptor: number;
  private end = 0;

  /** @throws ActionableError when the folder for temporary files is not writable. */
  constructor(private readonly folder = tmpdir()) {
    const path = join(folder, `crypto-pipelines-${randomUUID()}`);
    this.descriptor = this.explained(() => openSync(path, "wx+", 0o600));
    this.explained(() => {
      unlinkSync(path);
    });
  }

  /** @param lines without line feeds in them */
  append(lines: readonly string[]): Extent {
    // Encoded one by one: joined, a single emoji would make all of them UTF-16, twice the size.
    const bytes = Buffer.concat(lines.map((line) => Buffer.from(`${line}\n`)));
    const offset = this.end;
    this.explained(() => {
      // One call may write only a part.
      for (let at = 0; at < bytes.length;) {
        at += writeSync(this.descriptor, bytes, at, bytes.length - at, offset + at);
      }
    });
    this.end += bytes.length;
    return { offset, length: bytes.length };
  }

  *lines(extent: Extent): Generator<string> {
    const bytes = this.read(extent);
    for (let from = 0; from < bytes.length;) {
      const to = bytes.indexOf(lineFeed, from);
      yield bytes.toString("utf8", from, to);
      from = to + 1;
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private read({ offset, length }: Extent): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length;) {
      const read = readSync(this.descriptor, bytes, at, length - at, offset + at);
      if (read === 0) throw new Error("A temporary file is shorter than what was written to it.");
      at += read;
    }
    return bytes;
  }

  private explained<T>(step: () => T): T {
    try {
      return step();
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
      throw new ActionableError(
        `No temporary file can be written in ${this.folder} (${code}).`,
        "Make room there, or name another folder in the environment's TMPDIR.",
        { cause },
      );
    }
  }
}
