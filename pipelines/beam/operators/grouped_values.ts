import { SpillFile, type Extent } from "./spill_file";

/** The in-memory limit: values beyond about so many bytes are spilled to a file. */
const inMemoryBytes = 16 * 1024 * 1024;

/** So many bytes of text are written to the file at once. */
const writeBytes = 2 * 1024 * 1024;

interface Group<V> {
  /** Values in memory; none once there is a file. */
  inMemory: V[];
  readonly spilled: Extent[];
  /** Values that are not yet written to the file, as JSON; none while there is no file. */
  unwritten: string[];
}

/**
 * Values by key, any number of them: in memory up to a limit, beyond it spilled to a temporary file as
 * JSON, the form in which elements travel everywhere else (json_coder.ts).
 */
export class GroupedValues<K, V> {
  private readonly groups = new Map<K, Group<V>>();
  private file: SpillFile | undefined;
  private bytes = 0;

  constructor(
    private readonly limitBytes = inMemoryBytes,
    private readonly openFile = () => new SpillFile(),
  ) {}

  add(key: K, value: V): void {
    let group = this.groups.get(key);
    if (!group) this.groups.set(key, (group = { inMemory: [], spilled: [], unwritten: [] }));
    if (this.file) {
      const text = jsonOf(value);
      group.unwritten.push(text);
      this.bytes += text.length;
      if (this.bytes > writeBytes) this.spill(this.file);
    } else {
      group.inMemory.push(value);
      this.bytes += sizeOf(value);
      if (this.bytes > this.limitBytes) this.spill((this.file = this.openFile()));
    }
  }

  /**
   * Removes and yields one group after the other; a group's values are in the order in which they were
   * added, and can be iterated any number of times until `close`.
   */
  *drain(): Generator<[key: K, values: Iterable<V>]> {
    for (const [key, group] of this.groups) {
      this.groups.delete(key);
      yield [key, this.file ? valuesIn(this.file, group) : group.inMemory];
    }
  }

  close(): void {
    this.groups.clear();
    this.file?.close();
    this.file = undefined;
  }

  private spill(file: SpillFile): void {
    for (const group of this.groups.values()) {
      const lines = group.inMemory.length > 0 ? group.inMemory.map(jsonOf) : group.unwritten;
      if (lines.length > 0) group.spilled.push(file.append(lines));
      group.inMemory = [];
      group.unwritten = [];
    }
    this.bytes = 0;
  }
}

function valuesIn<V>(file: SpillFile, { spilled, unwritten }: Group<V>): Iterable<V> {
  return {
    *[Symbol.iterator]() {
      for (const extent of spilled) {
        for (const line of file.lines(extent)) yield JSON.parse(line) as V;
      }
      for (const text of unwritten) yield JSON.parse(text) as V;
    },
  };
}

/**
 * About how many bytes a value takes up in V8 without compressed pointers, much faster than its JSON is
 * written. Many short texts take several times their characters.
 */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return 20 + value.length;
  if (typeof value !== "object" || value === null) return 8;
  let size = 32;
  if (Array.isArray(value)) for (const item of value) size += 8 + sizeOf(item);
  else for (const name in value) size += 8 + sizeOf((value as Record<string, unknown>)[name]);
  return size;
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}
