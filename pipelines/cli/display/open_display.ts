import { log, redirectLog } from "../../core/log";
import type { Options } from "../../options/options";
import { progressForm } from "./progress_form";
import { RunDisplay } from "./run_display";

/** The display that the options and the terminal ask for; log lines go through it where they are text. */
export async function openDisplay(options: Options): Promise<RunDisplay> {
  const { stdout, stderr, env } = process;
  const form = progressForm(options, stderr.isTTY, env);
  log.level = options.verbose ? "debug" : form === "json" && !options.quiet ? "info" : "warn";
  // Loaded for a terminal only: a run without one starts sooner.
  const terminal = form === "status" ? await import("./terminal_status.js") : null;
  const display = new RunDisplay(
    options,
    form,
    stdout,
    stderr,
    terminal ? (line) => new terminal.TerminalStatus(stderr, line) : undefined,
  );
  if (form !== "json") {
    redirectLog((line) => {
      display.writeLog(line);
    });
  }
  return display;
}
