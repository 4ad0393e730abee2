import type { Content } from "./object_store";

/** The content's pieces as bytes, whatever form it was given in. */
export async function* bytesOf(content: Content): AsyncGenerator<Uint8Array> {
  if (typeof content === "string") yield Buffer.from(content);
  else if (content instanceof Uint8Array) yield content;
  else
    for await (const piece of content) yield typeof piece === "string" ? Buffer.from(piece) : piece;
}

/** Cuts a stream of bytes into buffers of one size (the last may be smaller); none when it is empty. */
export async function* shardsOf(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Buffer> {
  let shard: Uint8Array[] = [];
  let length = 0;
  for await (let piece of pieces) {
    while (length + piece.length >= size) {
      shard.push(piece.subarray(0, size - length));
      piece = piece.subarray(size - length);
      yield Buffer.concat(shard, size);
      shard = [];
      length = 0;
    }
    if (piece.length > 0) {
      shard.push(piece);
      length += piece.length;
    }
  }
  if (length > 0) yield Buffer.concat(shard, length);
}
