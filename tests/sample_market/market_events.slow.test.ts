import { answersOf, dayAfter } from "./answers_of";

interface Listed {
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
  readonly platforms: Readonly<Record<string, string | null>>;
}

const coins = 400;
const start = "2026-10-20";
const days = Array.from({ length: 31 }, (_, n) => answersOf(coins, dayAfter(start, n)));
const lists = days.map(
  ({ json }) =>
    new Map(
      (json("coins/list", "include_platform=true") as Listed[]).map((coin) => [coin.id, coin]),
    ),
);

/** Pairs of a coin's entries on two days that follow each other. */
function* pairs() {
  for (const [n, list] of lists.entries()) {
    for (const before of lists[n - 1]?.values() ?? []) {
      const after = list.get(before.id);
      if (after) yield { n, before, after };
    }
  }
}

describe("30 days of the sample market", () => {
  it("have coins that leave and coins that are listed: as many", () => {
    const [first, last] = [lists[0], lists.at(-1)];
    const left = [...(first?.keys() ?? [])].filter((id) => !last?.has(id));
    const listed = [...(last?.keys() ?? [])].filter((id) => !first?.has(id));
    expect(left.length).toBeGreaterThan(3);
    expect(listed).toHaveLength(left.length);
    expect(left.length).toBeLessThan(coins / 10);
    for (const list of lists) expect(list.size).toBe(coins);
  });

  it("have coins that are renamed, and coins that change their symbol", () => {
    const all = [...pairs()];
    const renamed = all.filter(({ before, after }) => before.name !== after.name);
    const resymboled = all.filter(({ before, after }) => before.symbol !== after.symbol);
    expect(renamed.length).toBeGreaterThan(0);
    expect(resymboled.length).toBeGreaterThan(0);
    expect(renamed.length + resymboled.length).toBeLessThan(coins / 10);
  });

  it("have contracts that move, the old address to another coin, and one of two coins", () => {
    const moves = [...pairs()].filter(
      ({ before, after }) => JSON.stringify(before.platforms) !== JSON.stringify(after.platforms),
    );
    const passed = moves.filter(({ n, before, after }) => {
      const address = before.platforms.ethereum;
      return [...(lists[n]?.values() ?? [])].some(
        ({ id, platforms }) => id !== after.id && platforms.ethereum === address,
      );
    });
    expect(passed.length).toBeGreaterThan(1);
    const addresses = [...(lists[0]?.values() ?? [])].flatMap(
      ({ platforms }) => platforms.ethereum ?? [],
    );
    expect(new Set(addresses).size).toBeLessThan(addresses.length);
    const forms = [...(lists[0]?.values() ?? [])].map(({ platforms }) => JSON.stringify(platforms));
    expect(forms).toContain('{"":""}');
    expect(forms).toContain("{}");
    expect(forms.some((form) => form.includes(":null"))).toBe(true);
  });

  it("have addresses of any length and form, some of them on a platform that is not listed", () => {
    const platforms = [...(lists[0]?.values() ?? [])].flatMap((coin) =>
      Object.entries(coin.platforms),
    );
    const addresses = platforms.flatMap(([, address]) => address ?? []);
    const lengths = new Set(addresses.map(({ length }) => length));
    for (const length of [1, 42, 44, 500]) expect(lengths).toContain(length);
    expect(addresses.some((address) => address !== address.trim())).toBe(true);
    expect(addresses.some((address) => /^0x[^a-z]{40}$/.test(address))).toBe(true);
    expect(platforms.map(([platform]) => platform)).toContain("unlisted-chain");
  });

  it("show the same coins in list, pages and details", () => {
    for (const n of [0, 30]) {
      const { coins: pages, json, market } = days[n] ?? answersOf(coins, start);
      for (const [id, { name, symbol, ...element }] of pages()) {
        const listed = lists[n]?.get(id);
        expect([listed?.name, listed?.symbol]).toEqual([name, symbol]);
        if (element.market_cap_rank_with_rehypothecated === null) continue;
        if (market.coinOfId(id)?.oddity !== undefined) continue;
        const details = json(`coins/${id}`, "market_data=false") as Record<string, unknown>;
        expect(details).toMatchObject({
          id,
          name,
          symbol,
          market_cap_rank: element.market_cap_rank,
          market_cap_rank_with_rehypothecated: element.market_cap_rank_with_rehypothecated,
        });
      }
    }
    const gone = [...(lists[0]?.keys() ?? [])].find((id) => !lists[30]?.has(id)) ?? "";
    expect(() => days[30]?.json(`coins/${gone}`)).toThrow("404");
    expect(days[30]?.json("coins/markets", `vs_currency=usd&ids=${gone}`)).toEqual([]);
    const inactive = days[30]?.json("coins/list", "status=inactive") as Listed[];
    expect(inactive.map(({ id }) => id)).toContain(gone);
  });

  it("have ranks and dominance that drift", () => {
    const ranks = [0, 30].map((n) => days[n]?.coins() ?? new Map<string, never>());
    const moved = [...(ranks[0] ?? [])].filter(([id, coin]) => {
      const later = ranks[1]?.get(id)?.market_cap_rank;
      return later !== undefined && later !== coin.market_cap_rank;
    });
    expect(moved.length).toBeGreaterThan(coins / 4);
    const dominance = days.map(({ json }) => {
      const { data } = json("global") as { data: { market_cap_percentage: { btc: number } } };
      return data.market_cap_percentage.btc;
    });
    expect(new Set(dominance).size).toBe(days.length);
    for (const [n, share] of dominance.entries()) {
      expect(share).toBeGreaterThan(20);
      expect(share).toBeLessThan(70);
      expect(Math.abs(share - (dominance[n - 1] ?? share))).toBeLessThan(4);
    }
  });
});
