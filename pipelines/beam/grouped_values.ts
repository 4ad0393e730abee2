import { SpillFile, type Extent } from "./spill_file";

/** About so many bytes of values are held in memory. */
const HELD_BYTES = 32 * 1024 * 1024;

/** The size of one value in so many is measured: measuring all would cost as much as writing them. */
const MEASURED = 50;

interface Group<V> {
  readonly spilled: Extent[];
  held: V[];
}

/**
 * Values by key, any number of them: in memory up to a bound, beyond it in a temporary file, as JSON,
 * the form in which elements travel everywhere else (json_coder.ts).
 */
export class GroupedValues<K, V> {
  private readonly groups = new Map<K, Group<V>>();
  private file: SpillFile | undefined;
  private added = 0;
  private heldBytes = 0;

  constructor(
    private readonly mostHeldBytes = HELD_BYTES,
    private readonly openFile = () => new SpillFile(),
  ) {}

  add(key: K, value: V): void {
    let group = this.groups.get(key);
    if (!group) this.groups.set(key, (group = { spilled: [], held: [] }));
    group.held.push(value);
    if (this.added++ % MEASURED === 0) {
      this.heldBytes += MEASURED * jsonOf(value).length;
      if (this.heldBytes > this.mostHeldBytes) this.spill();
    }
  }

  /**
   * Takes out one group after the other; a group's values are in the order in which they came, and
   * can be iterated any number of times until `close`.
   */
  *drain(): Generator<[key: K, values: Iterable<V>]> {
    for (const [key, group] of this.groups) {
      this.groups.delete(key);
      yield [key, this.valuesOf(group)];
    }
  }

  close(): void {
    this.groups.clear();
    this.file?.close();
    this.file = undefined;
  }

  private spill(): void {
    this.file ??= this.openFile();
    for (const group of this.groups.values()) {
      if (group.held.length === 0) continue;
      group.spilled.push(this.file.append(group.held.map(jsonOf).join("\n")));
      group.held = [];
    }
    this.heldBytes = 0;
  }

  private valuesOf({ spilled, held }: Group<V>): Iterable<V> {
    if (spilled.length === 0) return held;
    const { file } = this;
    return {
      *[Symbol.iterator]() {
        for (const extent of spilled) {
          for (const line of file?.read(extent).split("\n") ?? []) yield JSON.parse(line) as V;
        }
        yield* held;
      },
    };
  }
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}
