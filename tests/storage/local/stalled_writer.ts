import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import { newRunId } from "../../../pipelines/core/run_id";

/** A process of its own that writes the beginning of an object and waits: to be killed. */
async function* content(): AsyncGenerator<string> {
  yield "unfinished ".repeat(100_000);
  // The beginning is in the temporary file when more is asked for.
  process.stdout.write("writing\n");
  await new Promise(() => process.stdin.resume());
}

const [directory = "", path = ""] = process.argv.slice(2);
void new LocalObjectStore(directory, newRunId()).write(path, content());
