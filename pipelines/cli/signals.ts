import { ActionableError } from "../core/actionable_error";

/** The signals that end a run; the exit code of a process that one has ended is 128 more. */
const exitSignals = { SIGINT: 2, SIGTERM: 15 } as const;
export type ExitSignal = keyof typeof exitSignals;

const words: Readonly<Record<ExitSignal, string>> = {
  SIGINT: "Interrupted",
  SIGTERM: "Terminated",
};

/**
 * Aborts on the first SIGINT or SIGTERM, so that the run cleans up; ends the process at once on the
 * second.
 * @returns a function that returns the first signal, if there was one
 */
export function abortOnSignal(controller: AbortController): () => ExitSignal | undefined {
  let received: ExitSignal | undefined;
  const receive = (signal: ExitSignal) => {
    if (received !== undefined) {
      // The progress line hides the cursor, and keeps the terminal from wrapping lines.
      if (process.stderr.isTTY) process.stderr.write("\u001b[?7h\u001b[?25h\n");
      endBySignal(signal);
      return;
    }
    received = signal;
    controller.abort(
      new ActionableError(`${words[signal]}.`, "The same command resumes from what is archived."),
    );
  };
  process.on("SIGINT", receive);
  process.on("SIGTERM", receive);
  return () => received;
}

/**
 * Ends this process as the signal would have: a shell then knows that it was interrupted, and ends a
 * loop of commands too. The first process of a container survives that, and exits with the same code.
 */
export function endBySignal(signal: ExitSignal): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  setTimeout(() => process.exit(128 + exitSignals[signal]), 100);
}
