import fc from "fast-check";
import type { AssetRow } from "../../../schemas/crypto_asset_dim";
import type { AssetDetails, Observation } from "../../../pipelines/transforms/assets/observation";
import { mergeAsset } from "../../../pipelines/transforms/assets/merge_asset";

const partition = 0;
// The merge is of one day, whatever its observations say.
const date = "2026-01-01";
const listed = (asset_id: string, symbol: string | null, name = asset_id): Observation => ({
  ...{ partition, asset_id, date, kind: "listed", symbol, name },
});
const market = (
  asset_id: string,
  others: { rank?: number | null; image?: string | null; updated?: string } = {},
): Observation => ({
  ...{ partition, asset_id, date, kind: "market", symbol: "m", name: asset_id, market_cap: 1 },
  image: others.image === undefined ? "image" : others.image,
  market_cap_rank: others.rank ?? null,
  last_updated: others.updated ?? null,
});
const asked = (asset_id: string): Observation => ({ partition, asset_id, kind: "asked" });
const details = (asset_id: string, fetchedAt: string, found: Partial<AssetDetails> | null) => {
  const none = { launch_date: null, category: null, categories: null, asset_platform_id: null };
  const others = { hashing_algorithm: null, country_origin: null, homepage_url: null };
  const all = found && { ...none, ...others, image_url: null, ...found };
  return {
    partition,
    asset_id,
    date,
    kind: "details",
    fetchedAt,
    details: all,
  } satisfies Observation;
};

/** A dimension, by id, after one more run. */
function after(
  dimension: readonly AssetRow[],
  snapshotDate: string,
  observations: readonly Observation[],
  wholeMarket = true,
): AssetRow[] {
  const previous = dimension.map((row): Observation => ({
    partition,
    asset_id: row.asset_id,
    kind: "previous",
    row,
  }));
  const checked = dimension.map((row) => row.last_checked_date ?? row.last_seen_date).sort();
  const context = { snapshotDate, wholeMarket, checkedUntil: checked[0] ?? "" };
  const all = [...observations, ...previous];
  const ids = [...new Set(all.map(({ asset_id }) => asset_id))].sort();
  return ids.flatMap((id) => {
    const own = all.filter(({ asset_id }) => asset_id === id);
    const row = mergeAsset(id, own, context);
    return row ? [row] : [];
  });
}

const day = (n: number) => `2026-01-${String(n).padStart(2, "0")}`;

describe("runs of the whole market", () => {
  /** Which coins a day's market has, with attributes of that day. */
  const markets = fc.uniqueArray(
    fc.record({
      date: fc.integer({ min: 1, max: 9 }).map(day),
      coins: fc.uniqueArray(
        fc.record({
          id: fc.constantFrom("a", "b", "c", "d"),
          symbol: fc.option(fc.constantFrom("x", "y", "z")),
          rank: fc.option(fc.integer({ min: 1, max: 4 })),
          image: fc.constantFrom("one", "two"),
          detailed: fc.boolean(),
        }),
        { selector: ({ id }) => id, minLength: 1 },
      ),
    }),
    { selector: ({ date }) => date, minLength: 1, maxLength: 5 },
  );

  it("give one dimension, in whatever order they run, and however often", () => {
    const orders = markets.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.shuffledSubarray(all),
      ),
    );
    fc.assert(
      fc.property(orders, ([all, shuffled, again]) => {
        const dimensionOf = (runs: typeof all) =>
          runs.reduce<AssetRow[]>((dimension, { date, coins }) => {
            const observations = coins.flatMap(({ id, symbol, rank, image, detailed }) => [
              listed(id, symbol, `${id} on ${date}`),
              market(id, { rank, image: `${image} ${date}` }),
              ...(detailed ? [details(id, `${date}T12:00:00.000Z`, { category: date })] : []),
            ]);
            return after(dimension, date, observations);
          }, []);
        const inOrder = all.toSorted((a, b) => (a.date < b.date ? -1 : 1));
        const dimension = dimensionOf(inOrder);
        expect(dimensionOf([...shuffled, ...again])).toEqual(dimension);

        const newest = inOrder.at(-1);
        for (const row of dimension) {
          const seen = inOrder.filter(({ coins }) => coins.some(({ id }) => id === row.asset_id));
          expect(row.first_seen_date).toBe(seen[0]?.date);
          expect(row.last_seen_date).toBe(seen.at(-1)?.date);
          expect(row.is_active).toBe(seen.at(-1) === newest);
          expect(row.last_checked_date).toBe(newest?.date);
          const last = seen.at(-1)?.coins.find(({ id }) => id === row.asset_id);
          expect(row.market_cap_rank).toBe(row.is_active ? last?.rank : null);
          expect(row.name).toBe(`${row.asset_id} on ${row.last_seen_date}`);
          expect(row.symbol).toBe(last?.symbol ?? "m");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("drop no coin: one that left stays, inactive, without a rank", () => {
    const first = after([], day(1), [listed("a", "x"), market("a", { rank: 1 }), listed("b", "y")]);
    expect(first.map(({ is_active }) => is_active)).toEqual([true, true]);
    const second = after(first, day(2), [listed("b", "y")]);
    expect(second[0]).toEqual({
      ...first[0],
      ...{ is_active: false, market_cap_rank: null, last_checked_date: day(2) },
    });
    const third = after(second, day(3), [market("a", { rank: 5 })]);
    expect(third[0]).toMatchObject({ is_active: true, market_cap_rank: 5, last_seen_date: day(3) });
    expect(third[1]).toMatchObject({ is_active: false, last_seen_date: day(2) });
  });

  it("an older date takes nothing back, but brings what only it has seen", () => {
    const now = after([], day(5), [listed("a", "new"), market("a", { rank: 1, image: "new" })]);
    const then = after(now, day(2), [
      listed("a", "old"),
      market("a", { rank: 9, image: "old" }),
      listed("gone", "g"),
    ]);
    expect(then[0]).toEqual({ ...now[0], first_seen_date: day(2) });
    expect(then[1]).toMatchObject({
      ...{ asset_id: "gone", symbol: "g", is_active: false, market_cap_rank: null },
      ...{ first_seen_date: day(2), last_seen_date: day(2), last_checked_date: day(5) },
    });
  });

  it("an image that the newest date does not give stays", () => {
    const first = after([], day(1), [listed("a", "x"), market("a", { image: "known" })]);
    const second = after(first, day(2), [listed("a", "x"), market("a", { image: null })]);
    expect(second[0]?.image_url).toBe("known");
  });
});

describe("runs of a part of the market", () => {
  const known = after([], day(3), [market("a", { rank: 1 }), market("b", { rank: 2 })]);

  it("judge the coins asked for by id, and leave the others as they are", () => {
    const next = after(known, day(4), [asked("a"), asked("b"), market("b", { rank: 7 })], false);
    expect(next[0]).toMatchObject({ asset_id: "a", is_active: false, last_checked_date: day(4) });
    expect(next[1]).toMatchObject({ asset_id: "b", is_active: true, market_cap_rank: 7 });
    expect(after(known, day(4), [market("b", { rank: 7 })], false)[0]).toEqual(known[0]);
  });

  it("say nothing of a coin that was asked for and never seen", () => {
    expect(after(known, day(4), [asked("nobody")], false)).toEqual(known);
  });

  it("give one dimension in either order, each coin active when its newest run saw it", () => {
    const runs: [string, Observation[]][] = [
      [day(3), [market("a"), market("b")]],
      [day(5), [market("b"), market("c")]],
    ];
    const [forth = [], back = []] = [runs, runs.toReversed()].map((order) =>
      order.reduce<AssetRow[]>((rows, [date, seen]) => after(rows, date, seen, false), []),
    );
    expect(back).toEqual(forth);
    expect(forth.map(({ is_active }) => is_active)).toEqual([true, true, true]);
  });

  it("of an older date don't undo what a newer one found", () => {
    const next = after(known, day(4), [asked("a")], false);
    const older = after(next, day(2), [asked("a"), market("a", { rank: 1 })], false);
    expect(older[0]).toMatchObject({
      ...{ is_active: false, market_cap_rank: null },
      ...{ first_seen_date: day(2), last_seen_date: day(3), last_checked_date: day(4) },
    });
  });
});

describe("details", () => {
  const seen = [listed("a", "x")];
  const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, "0")}:00:00.000Z`;

  it("are those fetched last; what they don't say is not kept", () => {
    const first = after([], day(1), [...seen, details("a", at(1), { country_origin: "CH" })]);
    expect(first[0]).toMatchObject({ country_origin: "CH", details_updated_at: at(1) });
    const second = after(first, day(1), [...seen, details("a", at(2), { launch_date: day(9) })]);
    expect(second[0]).toMatchObject({ country_origin: null, launch_date: day(9) });
    const older = after(second, day(1), [...seen, details("a", at(0), { country_origin: "DE" })]);
    expect(older).toEqual(second);
  });

  it("stay when there are none any more, and where nobody asked", () => {
    const first = after([], day(1), [...seen, details("a", at(1), { country_origin: "CH" })]);
    const none = after(first, day(2), [...seen, details("a", at(2), null)]);
    expect(none[0]).toMatchObject({ country_origin: "CH", details_updated_at: at(2) });
    expect(after(first, day(2), seen)[0]).toMatchObject({ country_origin: "CH" });
    expect(after(first, day(2), [])[0]).toMatchObject({ country_origin: "CH", is_active: false });
  });

  it("give the image where no market page does", () => {
    const [row] = after([], day(1), [...seen, details("a", at(1), { image_url: "large" })]);
    expect(row?.image_url).toBe("large");
  });
});

it("of several observations of one kind the newest decides, never their order", () => {
  const observations = [
    market("a", { rank: 2, updated: "2026-01-01T00:00:00.000Z" }),
    market("a", { rank: 1, updated: "2026-01-01T00:01:00.000Z" }),
    listed("a", "x"),
    listed("a", "y"),
    details("a", "2026-01-01T00:00:00.000Z", { country_origin: "CH" }),
    details("a", "2026-01-02T00:00:00.000Z", { country_origin: "DE" }),
  ];
  fc.assert(
    fc.property(
      fc.shuffledSubarray(observations, { minLength: observations.length }),
      (shuffled) => {
        expect(after([], day(1), shuffled)).toMatchObject([
          { market_cap_rank: 1, symbol: "y", country_origin: "DE" },
        ]);
      },
    ),
  );
});
