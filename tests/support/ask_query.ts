import { Writable } from "node:stream";
import { errorLine, exitCodeOf } from "../../pipelines/cli/error_line";
import { runQuery } from "../../pipelines/query/run_query";

/** As the program does, in this process. */
export async function askQuery(...args: string[]) {
  const out = collector();
  const notes = collector();
  const code = await runQuery(args, { out: out.stream, notes: notes.stream }).then(
    () => 0,
    (error: unknown) => {
      notes.stream.write(`${errorLine(error, false)}\n`);
      return exitCodeOf(error);
    },
  );
  return { code, stdout: out.text(), stderr: notes.text() };
}

function collector() {
  let text = "";
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}
