import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../beam/async_do_fn";
import { registerDoFns } from "../beam/register";
import type { Run } from "../run";
import { openObjectStore } from "../sinks/open_object_store";
import { temporaryPath } from "../sinks/object_path";
import { count, type Fact, type Part } from "./facts";
import { compareText, isOlder, type SortedLine } from "./sorted_line";

/**
 * Brings the lines of one part down to one a key, sorts them, and writes them to a temporary file,
 * whose name travels on in their place: a whole table never has to fit into one worker's memory.
 */
export class SortPart extends AsyncDoFn<KV<number, Iterable<SortedLine>>, Fact> {
  override readonly concurrency = 1; // A part is large; its work is hardly ever waiting.

  constructor(
    private readonly run: Run,
    private readonly file: Part["file"],
  ) {
    super();
  }

  async *processAsync({ key, value }: KV<number, Iterable<SortedLine>>): AsyncGenerator<Fact> {
    const latest = new Map<string, SortedLine>();
    let received = 0;
    for (const line of value) {
      received++;
      const known = latest.get(line.id);
      if (!known || isOlder(known, line)) latest.set(line.id, line);
    }
    const lines = [...latest.values()].sort((a, b) => compareText(a.order, b.order));
    const path = temporaryPath(this.run.runId, `${this.file}-${key}.jsonl`);
    const store = await openObjectStore(this.run.output, this.run.runId);
    await store.write(path, partText(lines));
    yield { kind: "part", part: { file: this.file, path, lines: lines.length } };
    if (received > lines.length) yield count("duplicates", received - lines.length);
  }
}

/** Each line of a part is a JSON list of order and text. */
function* partText(lines: readonly SortedLine[]): Generator<string> {
  for (let at = 0; at < lines.length; at += 500) {
    yield lines
      .slice(at, at + 500)
      .map(({ order, text }) => `${JSON.stringify([order, text])}\n`)
      .join("");
  }
}

registerDoFns("transforms/sort_part", { SortPart });
