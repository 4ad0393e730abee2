import fc from "fast-check";
import { parseCommandLine } from "../../../pipelines/cli/command_line";
import { type AuditRecord, count } from "../../../pipelines/run/audit_record";
import { reconcile } from "../../../pipelines/run/outcome";
import { planRuns } from "../../../pipelines/run/plan_runs";
import type { SeenMover } from "../../../pipelines/run/top_movers";
import { CombineAudit } from "../../../pipelines/transforms/publish/combine_audit";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();
const dates = ["2026-01-02", "2026-01-03"] as const;

/** The records that bundles give, which one instance processes, one bundle after the other. */
function combined(bundles: readonly (readonly AuditRecord[])[], warehouse: string) {
  const args = [`--output=${folder()}`, "--snapshotDate=2026-01-02..2026-01-03", warehouse];
  const { options } = parseCommandLine(args);
  const startedAt = "2026-01-04T00:00:00.000Z";
  const doFn = new CombineAudit(
    planRuns("market-snapshot", options, { runId: "run-1", startedAt, hasKey: false }),
  );
  return bundles.map((records) => {
    doFn.startBundle();
    const emitted = records.flatMap((record) => [...doFn.process(record)]);
    return [...emitted, ...[...doFn.finishBundle()].map(({ value }) => value)];
  });
}

const seen = fc.tuple(
  ...[fc.constantFrom("a", "b", "c"), fc.constant("Name")],
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom("2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"),
) as fc.Arbitrary<SeenMover>;

/** Records whose control totals add up, two days of them. */
const pageAudit = fc
  .record({
    date: fc.constantFrom(...dates),
    table: fc.constantFrom(undefined, "other"),
    fetched: fc.nat(9),
    movers: fc.array(seen, { maxLength: 3 }),
  })
  .map(({ date, table, fetched, movers }): AuditRecord[] => [
    count(date, "fetched", fetched, table),
    count(date, "duplicates", fetched, table),
    { date, kind: "movers", movers },
    { date, kind: "api", use: { requests: 1, from_archive: 0, retries: 0, rate_limited: 0 } },
    { date, kind: "warning", message: `${fetched} elements` },
  ]);

it("has the outcome of the records as they were, with at most one count of a kind a bundle", () => {
  const bundlesOfPages = fc.array(fc.array(pageAudit, { maxLength: 4 }), { maxLength: 3 });
  fc.assert(
    fc.property(bundlesOfPages, (pages) => {
      const bundles = pages.map((bundle) => bundle.flat());
      const all = combined(bundles, "--warehouse=none");
      for (const date of dates) {
        const ofDay = (records: readonly AuditRecord[]) =>
          reconcile(
            records.filter((record) => record.date === date),
            "facts",
          );
        const outcome = ofDay(all.flat().map(({ record }) => record));
        const expected = ofDay(bundles.flat());
        expect({ ...outcome, movers: [...outcome.movers].sort() }).toEqual({
          ...expected,
          movers: [...expected.movers].sort(),
        });
      }
      for (const bundle of all) {
        const kinds = bundle.flatMap(({ record }) => {
          const { date, kind } = record;
          if (kind === "count") return `${date} ${record.table ?? ""} ${record.count}`;
          return kind === "movers" ? `${date} movers` : [];
        });
        expect(new Set(kinds).size).toBe(kinds.length);
      }
    }),
    { numRuns: 200 },
  );
});

it.each([
  ["--warehouse=none", ["2026-01-02", "2026-01-03"]],
  ["--warehouse=duckdb:prices.duckdb", ["all days"]],
])("of a run with %s is keyed by %j", (warehouse, groups) => {
  const records = dates.flatMap((date): AuditRecord[] => [
    count(date, "fetched", 1),
    { date, kind: "movers", movers: [["a", "A", 1, ""]] },
    { date, kind: "movedContracts", n: 1 },
  ]);
  const found = combined([records], warehouse).flat();
  expect(found).toHaveLength(records.length);
  expect([...new Set(found.map(({ group }) => group))].sort()).toEqual(groups);
});
