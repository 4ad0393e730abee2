import type { Writable } from "node:stream";

/**
 * A reader that closes the pipe, as `head` does when it has enough, ends no run: what is written then
 * is dropped. Node by itself would end the program with a stack trace.
 */
export function ignoreBrokenPipe(...streams: readonly Writable[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
