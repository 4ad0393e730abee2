import { errorLine, exitCodeOf } from "../../../pipelines/cli/error_line";
import { runDashboard } from "../../../pipelines/dashboard/run_dashboard";
import { textCollector } from "../text_collector";

/** The command dashboard on the warehouse in an output, as the program does, in this process. */
export async function makeDashboard(output: string, ...args: string[]) {
  const out = textCollector();
  const notes = textCollector();
  const code = await runDashboard([`--output=${output}`, ...args], {
    out: out.stream,
    notes: notes.stream,
  }).then(
    () => 0,
    (error: unknown) => {
      notes.stream.write(`${errorLine(error, false)}\n`);
      return exitCodeOf(error);
    },
  );
  return { code, stdout: out.text(), stderr: notes.text() };
}
