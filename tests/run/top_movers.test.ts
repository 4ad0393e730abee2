import fc from "fast-check";
import type { MarketSnapshotRow } from "../../schemas/crypto_market_snapshot_fact";
import { moverOf, topMovers, type SeenMover } from "../../pipelines/run/top_movers";

const mover = (
  asset_id: string,
  change: number,
  last_updated = "2026-01-02T00:00:00.000Z",
): SeenMover => [asset_id, asset_id.toUpperCase(), change, last_updated];

const namesAndChanges = (seen: readonly SeenMover[]) => {
  const { up, down } = topMovers(seen);
  return [up, down].map((list) =>
    list.map(({ asset_id, price_change_percentage_24h: change }) => [asset_id, change]),
  );
};

it("names the three greatest changes either way, the greatest first", () => {
  const seen = [mover("a", 1), mover("b", 5), mover("c", 3), mover("d", 2), mover("e", -4)];
  expect(namesAndChanges([...seen, mover("f", -9), mover("g", 0)])).toEqual([
    [
      ["b", 5],
      ["c", 3],
      ["d", 2],
    ],
    [
      ["f", -9],
      ["e", -4],
    ],
  ]);
});

it("tells a coin that came twice once, as its later update has it", () => {
  const earlier = mover("a", 9, "2026-01-01T00:00:00.000Z");
  expect(namesAndChanges([mover("a", -2), earlier])).toEqual([[], [["a", -2]]]);
});

it("tells the same in whatever order the pages came", () => {
  const seen = fc.array(
    fc
      .tuple(fc.constantFrom("a", "b", "c", "d", "e"), fc.integer({ min: -3, max: 3 }))
      .map(([id, change]) => mover(id, change)),
  );
  fc.assert(
    fc.property(seen, (movers) => {
      expect(topMovers(movers.toReversed())).toEqual(topMovers(movers));
    }),
  );
});

it.each([
  ["of rank 250", 250, 1.5, true],
  ["of rank 251", 251, 1.5, false],
  ["without a rank", null, 1.5, false],
  ["without a change", 1, null, false],
])("a coin %s", (_, market_cap_rank, price_change_percentage_24h, isMover) => {
  const about = { asset_id: "a", name: "A", last_updated: null };
  const row = { ...about, market_cap_rank, price_change_percentage_24h } as MarketSnapshotRow;
  expect(moverOf(row) !== null).toBe(isMover);
});
