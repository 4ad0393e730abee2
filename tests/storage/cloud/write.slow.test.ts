import type { Readable } from "node:stream";
import { CloudObjectStore } from "../../../pipelines/storage/cloud/object_store";
import { ActionableError } from "../../../pipelines/core/actionable_error";
import { everyFault } from "../../../emulators/google/cloud_faults";
import { bucket } from "../../../emulators/google/cloud_doubles";
import { impatient, quick } from "../../warehouses/price_world";
import { StorageDouble } from "../../../emulators/google/storage/double";

/** 42 shards of 10 bytes: more than one round of composing. */
const large = Array.from({ length: 42 }, (_, shard) => `shard-${String(shard).padStart(3, "0")}\n`);
const whole = large.join("");

let storage: StorageDouble;

beforeEach(async () => {
  storage = new StorageDouble(bucket);
  process.env.STORAGE_EMULATOR_HOST = await storage.start();
});
afterEach(() => storage.stop());

const open = (runId = "run-1", url = `gs://${bucket}/crypto`, retry = quick) =>
  new CloudObjectStore(url, runId, { retry, shardBytes: 10 });
const called = () => storage.calls.map(({ name }) => name.replace("storage.objects.", ""));

async function text(stream: Readable | null): Promise<string> {
  let content = "";
  for await (const piece of stream ?? []) content += String(piece);
  return content;
}

describe("A write to Cloud Storage", () => {
  it("puts a small object there in one call, with its content type and metadata", async () => {
    const store = open();
    const about = { contentType: "text/csv", metadata: { rows: "2" } };
    const { sha256 } = await store.write("daily/a.csv", "x", about);
    expect(called()).toEqual(["insert"]);
    expect(await store.stat("daily/a.csv")).toMatchObject({
      bytes: 1,
      contentType: "text/csv",
      metadata: { rows: "2", run_id: "run-1", sha256 },
    });
  });

  it("composes a large object in rounds of 32, with the same", async () => {
    const store = open();
    const about = { contentType: "text/csv", metadata: { rows: "42" } };
    const { sha256 } = await store.write("large.csv", large, about);
    expect(called().filter((name) => name === "compose")).toHaveLength(3);
    expect(await store.stat("large.csv")).toMatchObject({
      contentType: "text/csv",
      metadata: { rows: "42", run_id: "run-1", sha256 },
    });
  });

  it.each(everyFault)(
    "is the same when any kind of its calls fails once with %s, %s its effect",
    async (fault, moment) => {
      const names = ["insert", "compose", "get", "delete"].map((name) => `storage.objects.${name}`);
      for (const name of names) {
        // The first of the kind, and the last: that of the final object.
        for (const nth of name.endsWith("compose") ? [1, 2, 3] : [1, 42]) {
          storage.put(bucket, "crypto/large.csv", "old");
          let seen = 0;
          storage.faults = (call, now) =>
            call.name === name && now === moment && ++seen === nth ? fault : undefined;
          const retry = fault === "timeout" || fault === "cut" ? impatient : quick;
          await open(undefined, undefined, retry).write("large.csv", large);
          storage.faults = () => undefined;
          expect(storage.content(bucket, "crypto/large.csv")?.toString()).toBe(whole);
          expect(storage.names(bucket)).toEqual(["crypto/large.csv"]);
        }
      }
    },
  );

  it.each(["insert", "compose"])(
    "that storage.objects.%s refuses for good leaves the old object, and says so",
    async (name) => {
      storage.put(bucket, "crypto/large.csv", "old");
      storage.faults = (call) => (call.name === `storage.objects.${name}` ? 503 : undefined);
      await expect(open().write("large.csv", large)).rejects.toThrow(
        `Cloud Storage answered 503: storage.objects.${name} failed 3 times: Injected 503.`,
      );
      expect(storage.names(bucket)).toEqual(["crypto/large.csv"]);
      expect(storage.content(bucket, "crypto/large.csv")?.toString()).toBe("old");
    },
  );

  it.each([["small", ["new"]] as const, ["large", large] as const])(
    "of a %s object wins over one that another run makes just before it",
    async (_, content) => {
      let others = 0;
      storage.faults = ({ name, path }, moment) => {
        const final = name.endsWith("compose") ? path.includes("/crypto%2Fobject/") : true;
        if (moment === "before" && final && /insert|compose/.test(name) && others < 2) {
          storage.put(bucket, "crypto/object", `other ${++others}`);
        }
        return undefined;
      };
      await open().write("object", content);
      expect(others).toBe(2);
      expect(storage.content(bucket, "crypto/object")?.toString()).toBe(content.join(""));
    },
  );

  it("does not take back a later write when its own answer was lost", async () => {
    const late = open("run-2");
    let failed = false;
    storage.faults = ({ name }, moment) => {
      if (name !== "storage.objects.insert" || moment === "before" || failed) return undefined;
      failed = true;
      return "reset";
    };
    await open().write("object", "first");
    await late.write("object", "second");
    expect(storage.content(bucket, "crypto/object")?.toString()).toBe("second");
    expect(called()).toEqual(["insert", "insert", "get", "insert", "get", "insert"]);
  });
});

describe("A read from Cloud Storage", () => {
  it("resumes where a connection was cut, as often as needed", async () => {
    const store = open(undefined, undefined, impatient);
    await store.write("large.csv", large);
    let cuts = 0;
    storage.faults = ({ path }, moment) =>
      moment === "after" && path.includes("alt=media") && ++cuts < 5 ? "cut" : undefined;
    expect(await text(await store.read("large.csv"))).toBe(whole);
    expect(cuts).toBe(5);
  });

  it("refuses bytes that are not those that were written", async () => {
    storage.put(bucket, "crypto/a.csv", "edited", { sha256: "0".repeat(64) });
    await expect(text(await open().read("a.csv"))).rejects.toThrow(
      /does not hold what was written/,
    );
  });
});

describe("A place in Cloud Storage", () => {
  it("that is no place is refused", () => {
    for (const url of ["gs://", "gs://Upper/x", "gs:/demo-bucket"]) {
      expect(() => open("run-1", url)).toThrow(ActionableError);
    }
  });

  it("without a bucket, or in a bucket of others, is refused with what to do", async () => {
    await expect(open("run-1", "gs://no-bucket/x").check()).rejects.toThrow(
      /no bucket gs:\/\/no-bucket.*gcloud storage buckets create gs:\/\/no-bucket/,
    );
    await expect(open("run-1", "gs://no-bucket/x").read("a")).rejects.toThrow(/no bucket/);
    storage.forbidden.add(bucket);
    await expect(open().check()).rejects.toThrow(
      /No access to gs:\/\/demo-bucket.*roles\/storage\.objectUser/,
    );
  });

  it("that can't be reached is named", async () => {
    await storage.stop();
    const reason = /Cloud Storage could not be reached: storage.objects.insert failed 3 times/;
    await expect(open().check()).rejects.toThrow(reason);
    await storage.start();
  });
});
