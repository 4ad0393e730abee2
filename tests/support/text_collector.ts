import { Writable } from "node:stream";

/** A stream that keeps what is written to it. */
export function textCollector() {
  let text = "";
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}
