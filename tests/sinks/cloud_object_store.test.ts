import { CloudObjectStore } from "../../pipelines/sinks/cloud_object_store";
import { StorageDouble } from "../support/storage_double";
import type { Fault } from "../support/api_double";

const bucket = "demo-bucket";
const quick = { attempts: 3, firstDelay: 1, longestDelay: 5, timeout: 150 };

let storage: StorageDouble;

beforeEach(async () => {
  storage = new StorageDouble(bucket);
  process.env.STORAGE_EMULATOR_HOST = await storage.start();
});

afterEach(async () => {
  delete process.env.STORAGE_EMULATOR_HOST;
  await storage.stop();
});

const open = (url = `gs://${bucket}/crypto`, runId = "run-1") =>
  new CloudObjectStore(url, runId, { retry: quick, shardBytes: 10 });

const text = async (store: CloudObjectStore, path: string) => {
  const stream = await store.read(path);
  if (!stream) return null;
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
};

/** 42 shards of 10 bytes: more than one round of composing. */
const large = Array.from({ length: 42 }, (_, shard) => `shard-${String(shard).padStart(3, "0")}\n`);

describe("A write to Cloud Storage", () => {
  it("puts a small object there in one call, with its content type and metadata", async () => {
    const store = open();
    const about = { contentType: "text/csv", metadata: { rows: "2" } };
    const written = await store.write("daily/a.csv", "x", about);
    expect(storage.calls.map(({ name }) => name)).toEqual(["storage.objects.insert"]);
    expect(await store.stat("daily/a.csv")).toMatchObject({
      bytes: 1,
      metadata: { rows: "2", run_id: "run-1", sha256: written.sha256 },
    });
  });

  it("composes a large object in rounds of 32 and leaves no temporary object", async () => {
    const store = open();
    await store.write("large.csv", large);
    expect(await text(store, "large.csv")).toBe(large.join(""));
    expect(storage.names(bucket)).toEqual(["crypto/large.csv"]);
  });

  const faults: Fault[] = [429, 500, 503, "reset", "timeout", "cut"];
  for (const fault of faults) {
    for (const moment of ["before", "after"] as const) {
      it(`is the same when any of its calls fails once with ${fault} ${moment} its effect`, async () => {
        storage.put(bucket, "crypto/large.csv", "old");
        await open().write("large.csv", large);
        const names = storage.calls.map(({ name }) => name);
        const each = [...new Set(names)].map((name) => names.indexOf(name));
        const failing = [...each, names.length - 1, names.lastIndexOf("storage.objects.compose")];
        for (const at of failing) {
          storage.put(bucket, "crypto/large.csv", "old");
          const from = storage.calls.length;
          storage.faults = (call, now) =>
            call.index === from + at && now === moment ? fault : undefined;
          const store = open();
          await store.write("large.csv", large);
          expect(await text(store, "large.csv")).toBe(large.join(""));
          expect(storage.names(bucket)).toEqual(["crypto/large.csv"]);
        }
      });
    }
  }
});
