import fc from "fast-check";
import type { ContractRow } from "../../../schemas/crypto_asset_contract";
import { MergeContracts } from "../../../pipelines/transforms/contracts/asset_contracts";
import {
  seenContracts,
  type ContractObservation,
} from "../../../pipelines/transforms/contracts/observation";

const partition = 0;
const date = "2026-01-02";
const rowOf = (asset_id: string, address: string): ContractRow => ({
  ...{ platform_id: "base", contract_address: address, contract_address_key: address, asset_id },
  ...{ first_seen_date: "2026-01-01", last_seen_date: "2026-01-01", is_active: true },
  last_checked_date: "2026-01-01",
});

function merge(value: readonly ContractObservation[]) {
  const outputs = [
    ...new MergeContracts(date).process({
      key: partition,
      value: [...value, { partition, acceptedDate: date }],
    }),
  ];
  const rows = outputs.flatMap((output) => ("rows" in output ? [output.rows] : []));
  const platforms = outputs.flatMap((output) => ("platforms" in output ? [output.platforms] : []));
  const counted = { fetched: 0, duplicates: 0, rows: 0, rejects: 0, controlTotal: 0 };
  for (const output of outputs) {
    if (!("audit" in output)) continue;
    const { audit } = output;
    if (audit.kind === "count") counted[audit.count] += audit.n;
    if (audit.kind === "count") expect(audit.table).toBe("crypto_asset_contract");
    if (audit.kind === "controlTotal") counted.controlTotal += audit.n;
  }
  return { rows, platforms, counted };
}

const activeOf = (rows: readonly ContractRow[]) =>
  rows
    .filter(({ is_active }) => is_active)
    .map(({ asset_id, contract_address }) => `${asset_id} ${contract_address}`)
    .sort();

const ids = fc.constantFrom("a", "b", "c");
const contract = fc.constantFrom("1", "2").map((address) => ({ platform_id: "base", address }));
const seen = fc
  .tuple(ids, fc.option(fc.array(contract, { maxLength: 3 })))
  .map(([id, contracts]) => seenContracts(date, id, contracts));
const before = fc.uniqueArray(
  fc.tuple(ids, fc.constantFrom("1", "2", "3")).map(([id, address]) => rowOf(id, address)),
  { selector: ({ asset_id, contract_address }) => `${asset_id} ${contract_address}` },
);

it("gives each contract of an asset one row, and accounts for every observation", () => {
  fc.assert(
    fc.property(fc.array(seen), before, fc.boolean(), (observed, rows, isWhole) => {
      const previous = rows.map((row): ContractObservation => ({
        partition,
        kind: "previous",
        row,
      }));
      const merged = merge([
        ...previous,
        ...observed,
        ...(isWhole ? [{ partition, kind: "allListed", date } as const] : []),
        { partition, kind: "checkedUntil", date: "2026-01-01" },
      ]);
      const said = observed.flatMap((one) =>
        one.kind === "seen"
          ? (one.contracts ?? []).map(({ address }) => `${one.asset_id} ${address}`)
          : [],
      );
      const known = rows.map((row) => `${row.asset_id} ${row.contract_address}`);
      expect(merged.rows.map((row) => `${row.asset_id} ${row.contract_address}`).sort()).toEqual(
        [...new Set([...said, ...known])].sort(),
      );
      expect(merged.counted.controlTotal + observed.length + rows.length).toBe(0);
      expect(merged.counted.duplicates).toBe(said.length - new Set(said).size);
      expect(merged.counted.fetched).toBe(merged.rows.length + merged.counted.duplicates);

      // An asset whose contracts nothing says keeps them; one that is on no list of all has none.
      const isNamed = (id: string) =>
        observed.some((one) => one.kind === "seen" && one.asset_id === id);
      const isSaid = (id: string) =>
        observed.some((one) => one.kind === "seen" && one.asset_id === id && one.contracts);
      const kept = rows
        .filter(({ asset_id: id }) => !isSaid(id) && (isNamed(id) || !isWhole))
        .map((row) => `${row.asset_id} ${row.contract_address}`);
      expect(activeOf(merged.rows)).toEqual([...new Set([...said, ...kept])].sort());
    }),
    { numRuns: 300 },
  );
});

it("counts the contracts of the date on each platform", () => {
  const { platforms } = merge([
    { partition, kind: "previous", row: rowOf("a", "gone") },
    seenContracts(date, "a", [{ platform_id: "sui", address: "1" }]),
    seenContracts(date, "b", [
      { platform_id: "sui", address: "1" },
      { platform_id: "__proto__", address: "2" },
    ]),
  ]);
  expect(platforms).toEqual([
    {
      date,
      contracts: [
        ["sui", 2],
        ["__proto__", 1],
      ],
    },
  ]);
});
