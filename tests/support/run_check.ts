import { errorLine, exitCodeOf } from "../../pipelines/cli/error_line";
import { runCheck } from "../../pipelines/check/run_check";
import { textCollector } from "./text_collector";

/** The command `check` as the program runs it, in this process. */
export async function askCheck(...args: string[]) {
  const out = textCollector();
  const notes = textCollector();
  const code = await runCheck(args, { out: out.stream, notes: notes.stream }).catch(
    (error: unknown) => {
      notes.stream.write(`${errorLine(error, false)}\n`);
      return exitCodeOf(error);
    },
  );
  return { code, stdout: out.text(), stderr: notes.text() };
}
