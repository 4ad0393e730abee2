import type { DoFn } from "apache-beam/transforms/pardo";

/**
 * A DoFn whose work is asynchronous: SDK 2.49 itself neither awaits a promise nor iterates an
 * AsyncIterable. A subclass has plain JSON fields and is registered with `registerDoFns`.
 *
 * Guarantees, on every runner:
 * - At most `concurrency` elements of a bundle are in flight; the steps before wait, so memory holds
 *   no more than those. Emitting awaits the next step: a slow one slows this one down.
 * - Outputs come in the order in which elements yield them, not in the order of the input.
 * - The first failure fails the bundle with that very error. The signal of the other elements is
 *   aborted, they are awaited, and what they still throw is ignored.
 */
export abstract class AsyncDoFn<InputT, OutputT, ContextT = undefined> implements DoFn<
  InputT,
  OutputT,
  ContextT
> {
  /** How many elements of a bundle are in flight at most. */
  readonly concurrency: number = 8;

  /** @param signal is aborted when the bundle has failed or is cancelled: pass it to what you await. */
  abstract processAsync(
    element: InputT,
    context: ContextT,
    signal: AbortSignal,
  ): AsyncIterable<OutputT>;

  /** What the SDK's own operator would call; the one in operators/pardo.ts never does. */
  process(element: InputT, context: ContextT): Iterable<OutputT>;
  process(): Iterable<OutputT> {
    throw new Error(`${this.constructor.name} is asynchronous: register it with registerDoFns.`);
  }
}
