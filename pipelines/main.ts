#!/usr/bin/env node
import "./core/compile_cache";
import "./core/thread_pool";
import { errorLine, exitCodeOf } from "./cli/error_line";
import { exitWith } from "./cli/exit_with";
import { ignoreBrokenPipe } from "./cli/ignore_broken_pipe";
import { notes } from "./cli/notes";
import { readCommand } from "./cli/read_command";
import { abortOnSignal, type ExitSignal } from "./cli/signals";
import { interrupt } from "./core/interruption";
import { prepareProxyEnvironment } from "./core/network/proxy";
import type { CommandLine } from "./options/options";

/**
 * Exit codes: 0 done, 1 the run failed, 2 the command line is wrong; after SIGINT and SIGTERM the
 * process ends as by that signal, which a shell shows as 130 and 143.
 */
async function main(argv: readonly string[]): Promise<number | ExitSignal> {
  try {
    const command = readCommand(argv, process.stdout.columns || 80);
    if (command.kind === "text") {
      process.stdout.write(command.text);
      return 0;
    }
    prepareProxyEnvironment();
    return await run(command.commandLine);
  } catch (error) {
    process.stderr.write(`${errorLine(error, false)}\n`);
    return exitCodeOf(error);
  }
}

async function run(commandLine: CommandLine): Promise<number | ExitSignal> {
  const { verbose, quiet } = commandLine.options;
  const received = abortOnSignal(interrupt);
  if (!quiet) for (const note of notes(commandLine)) process.stderr.write(`${note}\n`);
  if (commandLine.options.dryRun) return received() ?? (await dryRun(commandLine));
  // Loaded here: help and a wrong option need none of it.
  const [{ openDisplay }, { runPipelines }] = await Promise.all([
    import("./cli/display/open_display.js"),
    import("./run_pipelines.js"),
  ]);
  const display = await openDisplay(commandLine.options);
  try {
    await runPipelines(commandLine, display);
    display.finish(await dashboardOf(commandLine));
    return received() ?? 0;
  } catch (error) {
    display.stop();
    process.stderr.write(`${errorLine(error, verbose)}\n`);
    return received() ?? exitCodeOf(error);
  }
}

async function dryRun(commandLine: CommandLine): Promise<number> {
  const { runDryRun } = await import("./dry_run/run_dry_run.js");
  try {
    return await runDryRun(commandLine, streams);
  } catch (error) {
    process.stderr.write(`${errorLine(error, commandLine.options.verbose)}\n`);
    return exitCodeOf(error);
  }
}

/** Where the command's page is; null where it has none. */
async function dashboardOf(commandLine: CommandLine): Promise<string | null> {
  if (!commandLine.options.dashboard) return null;
  const { makesDashboard, writeDashboardOf } = await import("./dashboard/after_runs.js");
  return makesDashboard(commandLine) ? writeDashboardOf(commandLine) : null;
}

/** A command that is no run: it returns its exit code, or throws. */
type OtherCommand = (argv: readonly string[]) => Promise<number>;

const streams = { out: process.stdout, notes: process.stderr };

/** Their libraries are loaded only where they are used. */
const otherCommands: Readonly<Record<string, OtherCommand>> = {
  query: async (argv) => {
    const { runQuery } = await import("./query/run_query.js");
    await runQuery(argv, streams);
    return 0;
  },
  check: async (argv) => {
    const { runCheck } = await import("./check/run_check.js");
    return runCheck(argv, streams);
  },
  dashboard: async (argv) => {
    const { runDashboard } = await import("./dashboard/run_dashboard.js");
    await runDashboard(argv, streams);
    return 0;
  },
};

async function runOther(command: OtherCommand, argv: readonly string[]): Promise<number> {
  try {
    return await command(argv);
  } catch (error) {
    process.stderr.write(`${errorLine(error, argv.includes("--verbose"))}\n`);
    return exitCodeOf(error);
  }
}

ignoreBrokenPipe(process.stdout, process.stderr);
const [first = "", ...rest] = process.argv.slice(2);
const [topic = ""] = rest;
const command = otherCommands[first];
const explained = first === "help" ? otherCommands[topic] : undefined;
if (command) exitWith(runOther(command, rest));
else if (explained) exitWith(runOther(explained, ["--help"]));
else exitWith(main(process.argv.slice(2)));
