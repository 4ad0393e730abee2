#!/usr/bin/env node
import "./core/compile_cache";
import "./core/thread_pool";
import { errorLine, exitCodeOf } from "./cli/error_line";
import { exitWith } from "./cli/exit_with";
import { launcherArguments } from "./cli/launcher_arguments";
import { parseCommandLine } from "./cli/command_line";
import { prepareProxyEnvironment } from "./core/network/proxy";
import { log } from "./core/log";
import { runPipelines } from "./run_pipelines";

/**
 * crypto-template: what the launcher of a Flex Template runs. It describes the job that the
 * template's parameters ask for, writes that to the launcher's template_location, and ends.
 *
 * Exit codes: 0 the template is written; 1 it could not be; 2 a parameter is missing or wrong.
 */
async function main(flags: readonly string[]): Promise<number> {
  try {
    const command = parseCommandLine(launcherArguments(flags, process.env));
    prepareProxyEnvironment();
    await runPipelines(command, {
      onStart: () => undefined,
      onMessage: (line) => {
        log.info(line);
      },
      onEnd: () => undefined,
    });
    return 0;
  } catch (error) {
    process.stderr.write(`${errorLine(error, flags.includes("--verbose=true"))}\n`);
    return exitCodeOf(error);
  }
}

exitWith(main(process.argv.slice(2)));
