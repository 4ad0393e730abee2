import { existsSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parseCommandLine } from "../../../pipelines/cli/command_line";
import { planRuns } from "../../../pipelines/run/plan_runs";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import { SpilledReader } from "../../../pipelines/storage/spilled_records";
import { BatchLines } from "../../../pipelines/transforms/stage/batch_lines";
import {
  batched,
  type BatchedLine,
  type HeldBatch,
  type LineBatch,
} from "../../../pipelines/transforms/stage/line_batch";
import type { SortedLine } from "../../../pipelines/transforms/stage/sorted_line";
import { SpillBatches } from "../../../pipelines/transforms/stage/spill_batches";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();

/** The batches of bundles that one instance processes, one bundle after the other. */
function batchesOf(bundles: readonly (readonly SortedLine[])[], batch: number, bundle: number) {
  const doFn = new BatchLines({ batch, bundle });
  return bundles.map((lines) => {
    doFn.startBundle();
    const emitted = lines.flatMap((line) => [...doFn.process(line)]);
    return [...emitted, ...[...doFn.finishBundle()].map(({ value }) => value)];
  });
}

const lines = fc.array(
  fc.record({
    part: fc.constantFrom("2026-01-02/facts/0", "2026-01-02/facts/1", "2026-01-03/facts/0"),
    id: fc.string({ maxLength: 3 }),
    order: fc.string({ maxLength: 3 }),
    version: fc.string({ maxLength: 3 }),
    text: fc.string({ unit: "grapheme", maxLength: 20 }),
  }),
);

it("each line of a bundle is in one batch of its part, in order, and none is in another bundle", () => {
  fc.assert(
    fc.property(
      fc.array(lines, { maxLength: 3 }),
      fc.nat(60),
      fc.nat(120),
      (bundles, ...limits) => {
        const all = batchesOf(bundles, ...limits);
        bundles.forEach((given, index) => {
          const parts = new Set<string>(given.map(({ part }) => part));
          for (const part of parts) {
            const got = (all[index] ?? []).flatMap((one) => (one.part === part ? one.lines : []));
            expect(got).toEqual(given.filter((line) => line.part === part).map(batched));
          }
          expect(all[index]?.every((one) => parts.has(one.part) && one.lines.length > 0)).toBe(
            true,
          );
        });
      },
    ),
    { numRuns: 200 },
  );
});

it("a bundle has no more in memory than its limits", () => {
  const line = (part: string): SortedLine => {
    return { part, id: "i", order: "o", version: "v", text: "1234567" };
  };
  const one = Array.from({ length: 9 }, () => line("2026-01-02/facts/0"));
  expect(batchesOf([one], 30, 1_000)[0]?.map(({ lines }) => lines.length)).toEqual([3, 3, 3]);
  const several = Array.from({ length: 9 }, (_, n) => line(`2026-01-02/facts/${n}`));
  const doFn = new BatchLines({ batch: 1_000, bundle: 40 });
  doFn.startBundle();
  expect(several.map((each) => [...doFn.process(each)].length)).toEqual([
    0, 0, 0, 4, 0, 0, 0, 4, 0,
  ]);
});

/** What SpillBatches makes of batches of 20,000 characters each, and of one of 10. */
async function spilled(dates: string) {
  const { options } = parseCommandLine([`--output=${folder()}`, `--snapshotDate=${dates}`]);
  const startedAt = "2026-01-03T00:00:00.000Z";
  const runs = planRuns("market-snapshot", options, { runId: "run", startedAt, hasKey: false });
  const doFn = new SpillBatches(runs, dates.includes("..") ? 0 : 50_000);
  doFn.startBundle();
  const part = "2026-01-02/facts/0";
  const large: HeldBatch = { part, lines: Array.from({ length: 40 }, (_, n) => lineOf(n, 500)) };
  const emitted: LineBatch[] = [];
  for (const batch of [large, large, large, { part, lines: [lineOf(0, 10)] }]) {
    for await (const one of doFn.processAsync(batch)) emitted.push(one);
  }
  return { emitted, large };
}

function lineOf(n: number, size: number): BatchedLine {
  return ["", "", "", `${n}🚀`.padEnd(size, "é")];
}

it.each([
  ["2026-01-02", [false, false, true, false]],
  ["2026-01-02..2026-01-03", [true, true, true, false]],
])("of %s, what is beyond the limit is in files of its own", async (dates, inFiles) => {
  const { emitted, large } = await spilled(dates);
  expect(emitted.map(({ lines }) => "path" in lines)).toEqual(inFiles);
  const paths = emitted.flatMap(({ lines }) => ("path" in lines ? [lines.path] : []));
  expect(new Set(paths).size).toBe(paths.length);
  const store = new LocalObjectStore(folder(), "run");
  for (const { lines } of emitted) {
    if (!("path" in lines)) continue;
    expect(existsSync(join(folder(), lines.path))).toBe(true);
    const read: BatchedLine[] = [];
    for await (const some of await SpilledReader.open<BatchedLine>(store, lines))
      read.push(...some);
    expect(read).toEqual(large.lines);
  }
});
