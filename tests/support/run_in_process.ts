import { parseCommandLine } from "../../pipelines/cli/command_line";
import type { RunReport } from "../../pipelines/run/report";
import { runPipelines } from "../../pipelines/run_pipelines";

/**
 * Runs a command line inside the test's own process, without its start-up: for tests that run many.
 * @returns the report of each pipeline that ran
 */
export async function runInProcess(...argv: string[]): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  await runPipelines(parseCommandLine(argv), {
    onStart: () => undefined,
    onEnd: (_, report) => {
      reports.push(report);
    },
  });
  return reports;
}
