import type { Writable } from "node:stream";

/**
 * A reader that goes, as `head` does when it has enough, ends no run: what nobody reads is dropped.
 * Node by itself would end the program with a stack.
 */
export function ignoreBrokenPipe(...streams: readonly Writable[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
