import { randomUUID } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Options } from "../../../pipelines/options/options";
import { parseCommandLine } from "../../../pipelines/cli/command_line";
import { planRuns } from "../../../pipelines/run/plan_runs";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import type { AuditRecord, SortedPartition } from "../../../pipelines/run/audit_record";
import { mergePartitions } from "../../../pipelines/transforms/stage/merge_partitions";
import { batched, type LineBatch } from "../../../pipelines/transforms/stage/line_batch";
import { SortPartition } from "../../../pipelines/transforms/stage/sort_partition";
import {
  partitionOf,
  partOf,
  type SortedLine,
} from "../../../pipelines/transforms/stage/sorted_line";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();

/**
 * Sorts lines partition by partition, as the steps of a run do; what they tell, and a store to merge from.
 * @param held up to how many characters a partition is no file; the step's own bound when left out
 */
async function sorted(lines: readonly SortedLine[], held?: number) {
  const output = join(folder(), randomUUID());
  const options: Options = parseCommandLine([`--output=${output}`]).options;
  const startedAt = "2026-01-02T00:00:00.000Z";
  const run = planRuns("market-snapshot", options, { runId: "run", startedAt, hasKey: false });
  const audit: AuditRecord[] = [];
  for (const key of new Set(lines.map(({ part }) => part))) {
    const value = lines
      .filter(({ part }) => part === key)
      .map((one): LineBatch => ({ part: key, lines: [batched(one)] }));
    for await (const record of new SortPartition(run, held).processAsync({ key, value }))
      audit.push(record);
  }
  const partitions = audit.flatMap((record): SortedPartition[] =>
    record.kind === "partition" ? [record.partition] : [],
  );
  return { audit, partitions, output, store: new LocalObjectStore(output, "run") };
}

async function merged(
  store: LocalObjectStore,
  partitions: readonly SortedPartition[],
): Promise<string> {
  let text = "";
  for await (const chunk of mergePartitions(store, partitions)) text += chunk;
  return text;
}

const line = (id: string, version: string, text: string): SortedLine => ({
  ...{ part: partOf("2026-01-02", "facts", partitionOf(id)), id, order: id, version, text },
});

it("the latest line of each id, in the order of code points, whichever way they came", async () => {
  const id = fc.string({ unit: "binary", maxLength: 3 });
  const text = fc.string({ unit: "grapheme", maxLength: 5 });
  const lines = fc.array(fc.record({ id, version: fc.constantFrom("", "1", "2"), text }));
  await fc.assert(
    fc.asyncProperty(lines, async (given) => {
      const all = given.map(({ id, version, text }) =>
        line(id, version, `${JSON.stringify([id, version, text])}\n`),
      );
      const latest = new Map<string, SortedLine>();
      for (const one of all) {
        const known = latest.get(one.id);
        const [a, b] = [known, one].map((l) => (l ? `${l.version} ${l.text}` : ""));
        if (!known || (a ?? "") < (b ?? "")) latest.set(one.id, one);
      }
      const expected = [...latest.values()]
        .sort((a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)))
        .map(({ text }) => text)
        .join("");
      for (const [order, held] of [
        [all, undefined],
        [all.toReversed(), 20],
      ] as const) {
        const { audit, partitions, store } = await sorted(order, held);
        expect(await merged(store, partitions)).toBe(expected);
        const duplicates = audit.flatMap((record) =>
          record.kind === "count" && record.count === "duplicates" ? [record.n] : [],
        );
        const lost = duplicates.reduce((a, b) => a + b, 0);
        expect(partitions.reduce((sum, { lines }) => sum + lines, 0) + lost).toBe(all.length);
      }
    }),
    { numRuns: 25 },
  );
});

it("merges more than a chunk of each partition, with characters that span chunks", async () => {
  const all = Array.from({ length: 20_000 }, (_, n) => {
    const id = `coin-${String((n * 7_919) % 20_000).padStart(5, "0")}`;
    return line(id, "", `${id},🚀字${"é".repeat(n % 50)}\n`);
  });
  const { partitions, store } = await sorted(all, 100_000);
  expect(partitions.filter(({ content }) => "path" in content).length).toBeGreaterThan(0);
  expect(partitions).toHaveLength(8);
  const expected = all.map(({ text }) => text).sort();
  expect(await merged(store, partitions)).toBe(expected.join(""));
});

it("nothing is nothing", async () => {
  const { partitions, store } = await sorted([]);
  expect(await merged(store, partitions)).toBe("");
});

it.each([
  ["cut off", () => Buffer.from('[["a","'), /holds 0 records instead of 2/],
  [
    "longer",
    (whole: Buffer) => Buffer.concat([whole, Buffer.from('[["c","c"]]\n')]),
    /holds 3 records instead of 2/,
  ],
  ["gone", () => null, /is gone/],
])("a partition that is %s ends the run", async (_, damage, message) => {
  const lines = ["a", "b"].map((id) => ({
    ...line(id, "", `${id}\n`),
    part: partOf("2026-01-02", "facts", 0),
  }));
  const { partitions, store, output } = await sorted(lines, 0);
  const spilled = partitions[0]?.content;
  const file = join(output, spilled && "path" in spilled ? spilled.path : "");
  const content = damage(readFileSync(file));
  if (content) writeFileSync(file, content);
  else rmSync(file);
  await expect(merged(store, partitions)).rejects.toThrow(message);
});
