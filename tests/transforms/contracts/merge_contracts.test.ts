import fc from "fast-check";
import type { ContractRow } from "../../../schemas/crypto_asset_contract";
import type { Contract } from "../../../pipelines/transforms/contracts/contract";
import { mergeContracts } from "../../../pipelines/transforms/contracts/merge_contracts";

const day = (n: number) => `2026-01-${String(n).padStart(2, "0")}`;
const on = (platform_id: string, address: string): Contract => ({ platform_id, address });

/** The contracts of some assets by their ids: what a list says, all of it. */
type List = Readonly<Record<string, readonly Contract[]>>;

/** The table after a run that read a list with these contracts, and of the others none. */
function afterList(table: readonly ContractRow[], snapshotDate: string, list: List): ContractRow[] {
  const checkedUntil = table.map((row) => row.last_checked_date).sort()[0] ?? "";
  const assets = [...new Set([...Object.keys(list), ...table.map(({ asset_id }) => asset_id)])];
  return assets.sort().flatMap((asset) => {
    const previous = table.filter(({ asset_id }) => asset_id === asset);
    return mergeContracts(asset, list[asset] ?? [], previous, { snapshotDate, checkedUntil });
  });
}

const keyOf = (row: ContractRow) => [row.platform_id, row.contract_address_key, row.asset_id];
const sorted = (table: readonly ContractRow[]) =>
  table.toSorted((a, b) => (String(keyOf(a)) < String(keyOf(b)) ? -1 : 1));

const evm = `0x${"ab".repeat(20)}`;

describe("the lists of some days", () => {
  const contracts = fc.record({
    platform_id: fc.constantFrom("ethereum", "base", "solana"),
    address: fc.constantFrom(evm, evm.toUpperCase().replace("X", "x"), "So1", "so1"),
  });
  const lists = fc.uniqueArray(
    fc.record({
      date: fc.integer({ min: 1, max: 9 }).map(day),
      list: fc
        .dictionary(
          fc.constantFrom("a", "b", "c"),
          fc.uniqueArray(contracts, { selector: ({ platform_id }) => platform_id }),
          { minKeys: 1 },
        )
        // A list without any contract is none: a market has some.
        .filter((list) => Object.values(list).flat().length > 0),
    }),
    { selector: ({ date }) => date, minLength: 1, maxLength: 5 },
  );
  const orders = lists.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.shuffledSubarray(all),
    ),
  );

  it("give one table, in whatever order they are read, and however often", () => {
    fc.assert(
      fc.property(orders, ([all, shuffled, again]) => {
        const tableOf = (runs: typeof all) =>
          sorted(
            runs.reduce<ContractRow[]>((rows, { date, list }) => afterList(rows, date, list), []),
          );
        const inOrder = all.toSorted((a, b) => (a.date < b.date ? -1 : 1));
        const table = tableOf(inOrder);
        expect(tableOf([...shuffled, ...again])).toEqual(table);

        expect(new Set(table.map((row) => String(keyOf(row)))).size).toBe(table.length);
        const newest = inOrder.at(-1)?.date;
        for (const row of table) {
          const seen = inOrder.flatMap(({ date, list }) =>
            (list[row.asset_id] ?? [])
              .filter(({ platform_id, address }) => {
                const key = address.startsWith("0x") ? address.toLowerCase() : address;
                return platform_id === row.platform_id && key === row.contract_address_key;
              })
              .map(({ address }) => ({ date, address })),
          );
          expect(row).toMatchObject({
            contract_address: seen.at(-1)?.address,
            first_seen_date: seen[0]?.date,
            last_seen_date: seen.at(-1)?.date,
            is_active: seen.at(-1)?.date === newest,
            last_checked_date: newest,
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("a contract", () => {
  it("that passes to another asset has a row of each, with their dates", () => {
    const first = afterList([], day(1), { old: [on("ethereum", evm)] });
    const second = afterList(first, day(3), { new: [on("ethereum", evm)], old: [] });
    expect(second).toMatchObject([
      { asset_id: "new", first_seen_date: day(3), last_seen_date: day(3), is_active: true },
      { asset_id: "old", first_seen_date: day(1), last_seen_date: day(1), is_active: false },
    ]);
    expect(new Set(second.map((row) => row.contract_address_key)).size).toBe(1);
  });

  it("of two assets at once is active for both", () => {
    const table = afterList([], day(1), { a: [on("base", evm)], b: [on("base", evm)] });
    expect(table.map(({ asset_id, is_active }) => [asset_id, is_active])).toEqual([
      ["a", true],
      ["b", true],
    ]);
  });

  it("that only an older day has seen comes in as one that is gone", () => {
    const table = afterList([], day(5), { a: [on("base", "new")], b: [on("base", "b")] });
    const older = afterList(table, day(2), { a: [on("base", "old")], c: [on("base", "c")] });
    const gone = { first_seen_date: day(2), last_seen_date: day(2), is_active: false };
    expect(older).toMatchObject([
      { contract_address: "new", is_active: true, last_checked_date: day(5) },
      { contract_address: "old", ...gone, last_checked_date: day(5) },
      { contract_address: "b", is_active: true },
      { contract_address: "c", ...gone, last_checked_date: day(5) },
    ]);
  });

  it("has the address as its newest day spells it, and one row", () => {
    const checksummed = `0x${"aB".repeat(20)}`;
    const first = afterList([], day(1), { a: [on("base", evm)] });
    const [row, ...others] = afterList(first, day(2), { a: [on("base", checksummed)] });
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      ...{ contract_address: checksummed, contract_address_key: evm },
      ...{ first_seen_date: day(1), last_seen_date: day(2) },
    });
    expect(afterList(row ? [row] : [], day(1), { a: [on("base", evm)] })).toEqual([row]);
  });
});

describe("of one asset alone, as its details give them", () => {
  const once = (previous: readonly ContractRow[], date: string, seen: readonly Contract[]) =>
    mergeContracts("a", seen, previous, { snapshotDate: date, checkedUntil: "" });

  it("the contracts are judged by the newest date that read them, in either order", () => {
    const forth = once(once([], day(2), [on("base", "x")]), day(4), [on("base", "y")]);
    const back = once(once([], day(4), [on("base", "y")]), day(2), [on("base", "x")]);
    expect(sorted(back)).toEqual(sorted(forth));
    expect(sorted(forth).map(({ is_active }) => is_active)).toEqual([false, true]);
  });
});
