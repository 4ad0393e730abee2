import { AsyncLocalStorage } from "node:async_hooks";

const signals = new AsyncLocalStorage<AbortSignal>();

/** Runs `run`; when the signal is aborted, its bundles fail with the signal's reason. */
export function withCancellation<T>(signal: AbortSignal, run: () => T): T {
  return signals.run(signal, run);
}

/** Calls `cancel` when the current run is cancelled, until the returned function is called. */
export function onCancellation(cancel: (reason: unknown) => void): () => void {
  const signal = signals.getStore();
  const listener = () => {
    cancel(signal?.reason);
  };
  signal?.addEventListener("abort", listener);
  return () => signal?.removeEventListener("abort", listener);
}
