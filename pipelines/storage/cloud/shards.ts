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
