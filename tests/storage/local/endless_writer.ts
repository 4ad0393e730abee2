import { setTimeout as sleep } from "node:timers/promises";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import { newRunId } from "../../../pipelines/core/run_id";

/** A process of its own that writes an object and never comes to an end: to be killed. */
async function* content(): AsyncGenerator<string> {
  for (;;) {
    yield "endless ".repeat(100_000);
    process.stdout.write("writing\n");
    await sleep(20);
  }
}

const [directory = "", path = ""] = process.argv.slice(2);
void new LocalObjectStore(directory, newRunId()).write(path, content());
