import { createHash } from "node:crypto";
import type { Content } from "./object_store";

/** The size of a block: writing a record at a time would be slow. */
const blockSize = 256 * 1024;

/**
 * About the number of characters that are encoded at once: a single one beyond Latin-1 makes V8 store
 * the whole text with two bytes a character, and encode it slowly.
 */
const textSize = 8 * 1024;

/**
 * An object's content as bytes, in blocks of at least 256 KB but for the last, counted and hashed as
 * they are read: `bytes` and `sha256()` are complete at the end. Content that is one buffer is hashed
 * only when its hash is requested.
 */
export class ContentBlocks implements AsyncIterable<Uint8Array> {
  bytes = 0;
  private readonly hash = createHash("sha256");

  constructor(readonly content: Content) {}

  /** Lower-case hex; to be called once. */
  sha256(): string {
    if (this.content instanceof Uint8Array) this.hash.update(this.content);
    return this.hash.digest("hex");
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let pieces: Uint8Array[] = [];
    let text = "";
    let size = 0;
    const endText = () => {
      if (text !== "") pieces.push(Buffer.from(text));
      text = "";
    };
    const block = () => {
      endText();
      const [only] = pieces;
      const whole = pieces.length === 1 && only ? only : Buffer.concat(pieces);
      [pieces, size] = [[], 0];
      this.bytes += whole.length;
      if (!(this.content instanceof Uint8Array)) this.hash.update(whole);
      return whole;
    };
    for await (const piece of chunks(this.content)) {
      if (typeof piece === "string") {
        text += piece;
        if (text.length >= textSize) endText();
      } else {
        endText();
        pieces.push(piece);
      }
      size += piece.length;
      if (size >= blockSize) yield block();
    }
    if (size > 0) yield block();
  }
}

/** A single text or buffer is one chunk: as an iterable it would be characters or numbers. */
function chunks(
  content: Content,
): AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string> {
  return typeof content === "string" || content instanceof Uint8Array ? [content] : content;
}
