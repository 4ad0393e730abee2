import fc from "fast-check";
import type { Observation } from "../../../pipelines/transforms/assets/observation";
import { MergeAssets } from "../../../pipelines/transforms/assets/merge_assets";
import { mergeAsset } from "../../../pipelines/transforms/assets/merge_asset";
import { runsOf } from "../../run/run_of";

const run = runsOf("asset-dim");
const partition = 0;
const date = "2026-01-02";

const observation: fc.Arbitrary<Observation> = fc
  .tuple(
    fc.constantFrom("a", "b", "c", "d"),
    fc.constantFrom("listed", "listed", "market", "asked"),
    fc.constantFrom("x", "y"),
  )
  .map(([asset_id, kind, symbol]): Observation => {
    if (kind === "asked") return { partition, asset_id, kind };
    if (kind === "listed") return { partition, asset_id, date, kind, symbol, name: symbol };
    const known = { symbol, name: symbol, image: null, market_cap: 1, market_cap_rank: 1 };
    return { partition, asset_id, date, kind, ...known, last_updated: null };
  });

const previous = (asset_id: string): Observation => {
  const context = { snapshotDate: "2026-01-01", wholeMarket: true, checkedUntil: "" };
  const listed: Observation = { partition, asset_id, date, kind: "listed", symbol: "p", name: "p" };
  const row = mergeAsset(asset_id, [listed], context);
  if (!row) throw new Error("There is no row.");
  return { partition, asset_id, kind: "previous", row };
};

it("gives each asset one row, and accounts for every observation", () => {
  const known = fc.uniqueArray(fc.constantFrom("a", "b", "e"));
  fc.assert(
    fc.property(fc.array(observation), known, fc.boolean(), (seen, known, checkedFirst) => {
      const all = [...seen, ...known.map(previous)];
      const checked = { partition, checkedUntil: "2026-01-01" };
      const accepted = { partition, acceptedDate: date };
      const value = checkedFirst ? [checked, accepted, ...all] : [...all, accepted, checked];
      const outputs = [...new MergeAssets(run).process({ key: partition, value })];
      const rows = outputs.flatMap((one) => ("rows" in one ? [one.rows.asset_id] : []));
      const rowed = all.filter(({ kind }) => kind !== "asked").map(({ asset_id }) => asset_id);
      expect(rows.sort()).toEqual([...new Set(rowed)].sort());

      const audit = outputs.flatMap((one) => ("audit" in one ? [one.audit] : []));
      const counted = {
        fetched: 0,
        duplicates: 0,
        rows: 0,
        rejects: 0,
        missing: 0,
        controlTotal: 0,
      };
      for (const record of audit) {
        if (record.kind === "count") counted[record.count] += record.n;
        if (record.kind === "controlTotal") counted.controlTotal += record.n;
      }
      expect(counted.controlTotal + all.length).toBe(0);
      expect(counted.fetched).toBe(rows.length + counted.duplicates);
      // Twice in the list is a duplicate; in the list and on the market is not.
      const listed = (id: string) =>
        all.filter(({ asset_id, kind }) => asset_id === id && kind === "listed").length;
      const inMarketOnly = (id: string) =>
        all.filter(({ asset_id, kind }) => asset_id === id && kind === "market").length;
      const extra = [...new Set(rows)].reduce(
        (sum, id) => sum + Math.max(0, (listed(id) || inMarketOnly(id)) - 1),
        0,
      );
      expect(counted.duplicates).toBe(extra);
    }),
    { numRuns: 300 },
  );
});
