import { createHash } from "node:crypto";
import type { Content } from "./object_store";

/** As much is gathered before it is handed on: a record at a time would be slow to write. */
const blockSize = 256 * 1024;

/**
 * About as many characters are encoded together: a single one beyond Latin-1 makes V8 hold all of
 * their text with two bytes a character, and encode it slowly.
 */
const textSize = 8 * 1024;

/**
 * An object's content as bytes, in blocks of at least 256 KB but for the last, counted and hashed
 * on the way: `bytes` and `sha256()` are complete when the blocks are read to the end. Bytes that are
 * there as a whole are hashed only when they are asked for it.
 */
export class ContentBlocks implements AsyncIterable<Uint8Array> {
  bytes = 0;
  readonly #hash = createHash("sha256");

  constructor(readonly content: Content) {}

  /** Lower-case hex; to be asked for once. */
  sha256(): string {
    if (this.content instanceof Uint8Array) this.#hash.update(this.content);
    return this.#hash.digest("hex");
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
      if (!(this.content instanceof Uint8Array)) this.#hash.update(whole);
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

/** A text or bytes alone are one chunk: as an iterable they would be characters or numbers. */
function chunks(
  content: Content,
): AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string> {
  return typeof content === "string" || content instanceof Uint8Array ? [content] : content;
}
