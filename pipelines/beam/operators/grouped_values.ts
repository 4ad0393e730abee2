import { SpillFile, type Extent } from "./spill_file";

/** About so many bytes of values are held in memory before a file is begun. */
const HELD_BYTES = 32 * 1024 * 1024;

/** So many bytes of text are written to the file at once. */
const WRITTEN_BYTES = 8 * 1024 * 1024;

interface Group<V> {
  /** The first values, in the file and after that in memory; none once there is a file. */
  held: V[];
  readonly spilled: Extent[];
  /** The last values, once there is a file. */
  texts: string[];
}

/**
 * Values by key, any number of them: in memory up to a bound, beyond it in a temporary file, as JSON,
 * the form in which elements travel everywhere else (json_coder.ts).
 */
export class GroupedValues<K, V> {
  private readonly groups = new Map<K, Group<V>>();
  private file: SpillFile | undefined;
  private bytes = 0;

  constructor(
    private readonly heldBytes = HELD_BYTES,
    private readonly openFile = () => new SpillFile(),
  ) {}

  add(key: K, value: V): void {
    let group = this.groups.get(key);
    if (!group) this.groups.set(key, (group = { held: [], spilled: [], texts: [] }));
    if (this.file) {
      const text = jsonOf(value);
      group.texts.push(text);
      this.bytes += text.length;
      if (this.bytes > WRITTEN_BYTES) this.spill(this.file);
    } else {
      group.held.push(value);
      this.bytes += sizeOf(value);
      if (this.bytes > this.heldBytes) this.spill((this.file = this.openFile()));
    }
  }

  /**
   * Takes out one group after the other; a group's values are in the order in which they came, and
   * can be iterated any number of times until `close`.
   */
  *drain(): Generator<[key: K, values: Iterable<V>]> {
    for (const [key, group] of this.groups) {
      this.groups.delete(key);
      yield [key, this.file ? valuesIn(this.file, group) : group.held];
    }
  }

  close(): void {
    this.groups.clear();
    this.file?.close();
    this.file = undefined;
  }

  private spill(file: SpillFile): void {
    for (const group of this.groups.values()) {
      const lines = group.held.length > 0 ? group.held.map(jsonOf) : group.texts;
      if (lines.length > 0) group.spilled.push(file.append(lines));
      group.held = [];
      group.texts = [];
    }
    this.bytes = 0;
  }
}

function valuesIn<V>(file: SpillFile, { spilled, texts }: Group<V>): Iterable<V> {
  return {
    *[Symbol.iterator]() {
      for (const extent of spilled) {
        for (const line of file.lines(extent)) yield JSON.parse(line) as V;
      }
      for (const text of texts) yield JSON.parse(text) as V;
    },
  };
}

/** About how many bytes a value takes up, much faster than its JSON is written. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  let size = 8;
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item);
  else for (const name in value) size += sizeOf((value as Record<string, unknown>)[name]);
  return size;
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}
