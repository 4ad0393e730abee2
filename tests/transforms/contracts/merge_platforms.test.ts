import fc from "fast-check";
import type { PlatformRow } from "../../../schemas/asset_platform_dim";
import {
  mergePlatforms,
  toPlatform,
  type Platform,
} from "../../../pipelines/transforms/contracts/merge_platforms";
import { Fields } from "../../../pipelines/transforms/parse/fields";

const platform = (platform_id: string, name: string): Platform => ({
  ...{ platform_id, name, shortname: null, chain_identifier: 1, native_asset_id: null },
});
const day = (n: number) => `2026-01-0${n}`;

test("the lists of some days give one table, in whatever order they are read", () => {
  const lists = fc.uniqueArray(
    fc.record({
      date: fc.integer({ min: 1, max: 9 }).map(day),
      ids: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }),
    }),
    { selector: ({ date }) => date, minLength: 1, maxLength: 5 },
  );
  const orders = lists.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(orders, ([all, shuffled]) => {
      const tableOf = (runs: typeof all) =>
        runs
          .reduce<PlatformRow[]>((rows, { date, ids }) => {
            const listed = ids.map((id) => platform(id, `${id} on ${date}`));
            return mergePlatforms(listed, rows, date);
          }, [])
          .sort((a, b) => (a.platform_id < b.platform_id ? -1 : 1));
      const inOrder = all.toSorted((a, b) => (a.date < b.date ? -1 : 1));
      const table = tableOf(inOrder);
      expect(tableOf(shuffled)).toEqual(table);
      for (const row of table) {
        const seen = inOrder.filter(({ ids }) => ids.some((id) => id === row.platform_id));
        expect(row.first_seen_date).toBe(seen[0]?.date);
        expect(row.last_seen_date).toBe(seen.at(-1)?.date);
        expect(row.name).toBe(`${row.platform_id} on ${row.last_seen_date}`);
      }
    }),
  );
});

test("of two elements of one platform the first counts", () => {
  const rows = mergePlatforms([platform("a", "first"), platform("a", "second")], [], day(1));
  expect(rows).toMatchObject([{ platform_id: "a", name: "first" }]);
});

test("an element of the list is read field by field", () => {
  const element = {
    ...{ id: "base", chain_identifier: 8453, name: "Base", shortname: "" },
    native_coin_id: "ethereum",
  };
  expect(toPlatform(new Fields(element))).toEqual({
    ...{ platform_id: "base", chain_identifier: 8453, name: "Base", shortname: null },
    native_asset_id: "ethereum",
  });
  for (const chain_identifier of ["1", 1.5, 2 ** 60]) {
    expect(() => toPlatform(new Fields({ ...element, chain_identifier }))).toThrow(
      "chain_identifier",
    );
  }
});
