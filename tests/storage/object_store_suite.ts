import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ActionableError } from "../../pipelines/core/actionable_error";
import { temporaryPath } from "../../pipelines/storage/object_path";
import type { Content, ObjectStore } from "../../pipelines/storage/object_store";
import { newRunId } from "../../pipelines/core/run_id";
import { contentOf, pathsOf, sizesOf, textOf } from "./stored_objects";

/** An empty place of its own for each test. */
export interface OpenedStore {
  readonly store: ObjectStore;
  readonly runId: string;
  /** The same place, opened by another run. */
  another(runId: string): Promise<ObjectStore> | ObjectStore;
  /** The paths of all objects that are under `.tmp`, whatever run they are of. */
  temporary(): Promise<string[]>;
  cleanUp(): Promise<void>;
}

/** What every ObjectStore promises, at its own boundary. */
export function describeObjectStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as an object store`, () => {
    let opened: OpenedStore;
    let store: ObjectStore;

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
      await store.check();
    });
    afterEach(() => opened.cleanUp());

    it("can be checked, and nothing is left by it", async () => {
      expect(await pathsOf(store)).toEqual([]);
      expect(await opened.temporary()).toEqual([]);
    });

    it("can be checked by reading alone, which changes nothing", async () => {
      await store.checkReadOnly();
      expect(await pathsOf(store)).toEqual([]);
      expect(await opened.temporary()).toEqual([]);
    });

    it.each<[string, Content, Buffer]>([
      ["a text", "one, two", Buffer.from("one, two")],
      ["nothing", "", Buffer.alloc(0)],
      ["bytes", Uint8Array.of(0, 255, 10, 13), Buffer.from([0, 255, 10, 13])],
      [
        "texts of any script",
        ["naïve ", "日本語 😀\r\n", "\0"],
        Buffer.from("naïve 日本語 😀\r\n\0"),
      ],
      ["mixed pieces", ["a", Uint8Array.of(0xff), "b"], Buffer.from([0x61, 0xff, 0x62])],
      ["no pieces", [], Buffer.alloc(0)],
      ["a stream", ticking("piece ", 5), Buffer.from("piece ".repeat(5))],
    ])("keeps %s, and says its size and hash", async (_, content, bytes) => {
      const written = await store.write("a/b/c.bin", content, {
        contentType: "application/octet-stream",
        metadata: { rows: "5" },
      });
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      expect(written).toEqual({ path: "a/b/c.bin", bytes: bytes.length, sha256 });
      expect(await contentOf(store, "a/b/c.bin")).toEqual(bytes);
      expect(await opened.temporary()).toEqual([]);
    });

    it("has no object that was never written", async () => {
      await store.write("folder/object", "here");
      expect(await store.read("absent")).toBeNull();
      expect(await store.read("folder")).toBeNull();
      expect(await store.read("folder/object/below")).toBeNull();
    });

    it("replaces an object, and other runs see it", async () => {
      const other = await opened.another(newRunId());
      await store.write("object", "the old, longer content");
      await other.write("object", "new");
      expect(await textOf(store, "object")).toBe("new");
      expect(await textOf(other, "object")).toBe("new");
    });

    it("gives a reader the old object or the new one while it is replaced", async () => {
      const [old, young] = ["o".repeat(2_000_000), "y".repeat(3_000_000)];
      await store.write("object", old);
      const reading = await store.read("object");
      await store.write("object", young);
      const chunks: Buffer[] = [];
      for await (const chunk of reading ?? []) chunks.push(chunk as Buffer);
      expect([old, young].includes(Buffer.concat(chunks).toString())).toBe(true);
    });

    it.each([10, 5_000_000])(
      "keeps the old object when the source fails after %d bytes",
      async (bytes) => {
        await store.write("object", "old");
        await expect(store.write("object", failingAfter(bytes))).rejects.toThrow("torn");
        await expect(store.write("fresh/object", failingAfter(bytes))).rejects.toThrow("torn");
        expect(await textOf(store, "object")).toBe("old");
        expect(await pathsOf(store)).toEqual(["object"]);
        expect(await opened.temporary()).toEqual([]);
      },
    );

    it("lets one whole object win when several are written to one path at once", async () => {
      const stores = await Promise.all(
        Array.from({ length: 4 }, async () => opened.another(newRunId())),
      );
      const contents = ["a", "b", "c", "d"].map((text) => text.repeat(700_000));
      await Promise.all(stores.map((each, index) => each.write("one/path", contents[index] ?? "")));
      expect(contents).toContain(await textOf(store, "one/path"));
      expect(await pathsOf(store)).toEqual(["one/path"]);
      expect(await opened.temporary()).toEqual([]);
    });

    it("writes and reads an object of 64 MB with little memory", async () => {
      const before = usedMemory();
      let peak = before;
      let calls = 0;
      const watch = () => {
        if (calls++ % 16 === 0) peak = Math.max(peak, usedMemory());
      };
      const piece = Buffer.alloc(1 << 20, "x");
      const written = await store.write("large", repeated(piece, 64, watch));
      expect(written.bytes).toBe(64 << 20);
      const hash = createHash("sha256");
      for await (const chunk of (await store.read("large")) ?? []) {
        hash.update(chunk as Buffer);
        watch();
      }
      expect(hash.digest("hex")).toBe(written.sha256);
      expect(peak - before).toBeLessThan(48 << 20);
    });

    it("lists a folder's objects in the order of their paths", async () => {
      const paths = ["a-b", "a.b", "a/b/c", "a/é ü", "a0", "b/deep/er", "c"];
      for (const path of [...paths].reverse()) await store.write(path, path);
      expect(await pathsOf(store)).toEqual(paths);
      expect(await pathsOf(store, "a/")).toEqual(["a/b/c", "a/é ü"]);
      expect(await pathsOf(store, "nothing/")).toEqual([]);
      expect(await sizesOf(store, "b/")).toEqual(["b/deep/er".length]);
    });

    it("deletes an object, and does not mind when there is none", async () => {
      await store.write("a/b", "here");
      await store.write("a/c", "here");
      await store.delete("a/b");
      await store.delete("a/b");
      await store.delete("x/y/z");
      expect(await store.read("a/b")).toBeNull();
      expect(await pathsOf(store)).toEqual(["a/c"]);
    });

    const refused = ["/absolute", "../outside", "a/../../b", "a//b", "a/", "", "."];
    refused.push("a\\b", "line\nbreak", "nul\0", "what?", "a*", "\ud800");
    refused.push("x".repeat(300), `${"long/".repeat(300)}x`);
    it.each(refused.map((path) => [path.slice(0, 20), path]))(
      "refuses the path %j as a defect of the caller",
      async (_, path) => {
        await expect(store.write(path, "x")).rejects.toThrow(/object path/);
        await expect(store.read(path)).rejects.toThrow(/object path/);
        await expect(store.delete(path)).rejects.not.toBeInstanceOf(ActionableError);
        expect(await pathsOf(store)).toEqual([]);
      },
    );

    it("can be checked while the run's workers are at work in it", async () => {
      await store.write(temporaryPath(opened.runId, "part"), "kept");
      await (await opened.another(opened.runId)).check();
      expect(await textOf(store, temporaryPath(opened.runId, "part"))).toBe("kept");
    });

    it("removes what this run and dead runs left, and leaves the living alone", async () => {
      const [mine, alive, dead] = [opened.runId, newRunId(), deadRunId()];
      for (const run of [mine, alive, dead]) {
        await (await opened.another(run)).write(temporaryPath(run, "part/1"), run);
      }
      expect(await pathsOf(store)).toEqual([]);
      expect(await textOf(store, temporaryPath(alive, "part/1"))).toBe(alive);

      await store.removeTemporary();
      expect(await store.read(temporaryPath(mine, "part/1"))).toBeNull();
      expect(await store.read(temporaryPath(dead, "part/1"))).toBeNull();
      expect(await textOf(store, temporaryPath(alive, "part/1"))).toBe(alive);

      await (await opened.another(alive)).removeTemporary();
      expect(await opened.temporary()).toEqual([]);
      await store.removeTemporary();
    });

    it("keeps the old object when a run dies while it writes, and clears up after it", async () => {
      await store.write("object", "old");
      let die: (reason: Error) => void = () => undefined;
      const death = new Promise<never>((_, reject) => (die = reject));
      let onStall: () => void = () => undefined;
      const stall = new Promise<void>((resolve) => (onStall = resolve));
      const content = stalled("half of it ".repeat(100_000), onStall, death);
      const dying = await opened.another(deadRunId());
      const failure = expect(dying.write("object", content)).rejects.toThrow();
      await stall;
      await store.removeTemporary();
      expect(await textOf(store, "object")).toBe("old");
      expect(await pathsOf(store)).toEqual(["object"]);
      die(new Error("died"));
      await failure;
      expect(await textOf(store, "object")).toBe("old");
      await store.removeTemporary();
      expect(await opened.temporary()).toEqual([]);
    });
  });
}

async function* ticking(piece: string, times: number): AsyncGenerator<string> {
  for (let time = 0; time < times; time++) {
    await nextTurn();
    yield piece;
  }
}

function* repeated(piece: Buffer, times: number, watch: () => void): Generator<Buffer> {
  for (let time = 0; time < times; time++) {
    yield piece;
    watch();
  }
}

function* failingAfter(bytes: number): Generator<string> {
  for (let given = 0; given < bytes; given += 10) yield "0123456789";
  throw new Error("torn");
}

/** @param onStall called when the beginning was taken, and more is asked for */
async function* stalled(
  beginning: string,
  onStall: () => void,
  end: Promise<never>,
): AsyncGenerator<string> {
  yield beginning;
  onStall();
  yield await end;
}

/** The id of a run on this host whose process has ended. */
function deadRunId(): string {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  return newRunId().replace(`-${process.pid}-`, `-${pid}-`);
}

/** Bytes of the heap and of buffers, after a garbage collection. */
function usedMemory(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
