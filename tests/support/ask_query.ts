import { errorLine, exitCodeOf } from "../../pipelines/cli/error_line";
import { runQuery } from "../../pipelines/query/run_query";
import { textCollector } from "./text_collector";

/** As the program does, in this process. */
export async function askQuery(...args: string[]) {
  const out = textCollector();
  const notes = textCollector();
  const code = await runQuery(args, { out: out.stream, notes: notes.stream }).then(
    () => 0,
    (error: unknown) => {
      notes.stream.write(`${errorLine(error, false)}\n`);
      return exitCodeOf(error);
    },
  );
  return { code, stdout: out.text(), stderr: notes.text() };
}
