#!/usr/bin/env node
import "./core/compile_cache";
import { ignoreBrokenPipe } from "./cli/ignore_broken_pipe";
import { HelpShown, parseCommandLine } from "./cli/command_line";
import { errorLine, exitCodeOf } from "./cli/error_line";
import { exitWith } from "./cli/exit_with";
import { ProgressDisplay } from "./cli/progress_display";
import { interrupt } from "./core/interruption";
import { log } from "./core/log";
import { ActionableError } from "./core/actionable_error";
import { prepareProxyEnvironment } from "./core/proxy";
import { runPipelines } from "./run_pipelines";

/** Exit codes: 0 done, 1 the run failed, 2 the command line is wrong. */
async function main(argv: readonly string[]): Promise<number> {
  let verbose = false;
  const display = new ProgressDisplay(process.stdout, process.stderr);
  process.once("SIGINT", () => {
    interrupt.abort(
      new ActionableError("Interrupted.", "The same command resumes from what is archived."),
    );
  });
  try {
    const command = parseCommandLine(argv);
    prepareProxyEnvironment();
    verbose = command.options.verbose;
    log.level = verbose ? "debug" : display.isTerminal ? "warn" : "info";
    await runPipelines(command, display);
    return 0;
  } catch (error) {
    display.stop();
    if (error instanceof HelpShown) return 0;
    process.stderr.write(`${errorLine(error, verbose)}\n`);
    return exitCodeOf(error);
  }
}

ignoreBrokenPipe(process.stdout, process.stderr);
exitWith(main(process.argv.slice(2)));
