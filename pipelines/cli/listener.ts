import type { RunOptions } from "../options/options";
import type { RunListener } from "../run/run_listener";
import type { ProgressDisplay } from "./progress_display";

/** Shows what the options ask for: progress unless quiet, and at the end a summary or the report. */
export function listenerFor(
  { quiet, json }: Pick<RunOptions, "quiet" | "json">,
  display: ProgressDisplay,
  output: NodeJS.WritableStream,
): RunListener {
  if (!quiet && !json) return display;
  return {
    onStart: (run) => {
      if (!quiet) display.onStart(run);
    },
    onMessage: (line) => {
      if (!quiet) process.stderr.write(`${line}\n`);
    },
    onEnd: (_, report) => {
      display.stop();
      if (json) output.write(`${JSON.stringify(report)}\n`);
    },
  };
}
