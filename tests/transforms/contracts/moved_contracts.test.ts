import type { ContractRow } from "../../../schemas/crypto_asset_contract";
import { CountMoves, moveEnd } from "../../../pipelines/transforms/contracts/moved_contracts";

const date = "2026-01-05";
const row = (asset_id: string, first: number, last: number, platform = "base"): ContractRow => ({
  ...{ platform_id: platform, contract_address: "X", contract_address_key: "x", asset_id },
  ...{ first_seen_date: `2026-01-0${first}`, last_seen_date: `2026-01-0${last}` },
  ...{ is_active: last === 5, last_checked_date: date },
});

function moved(...rows: readonly ContractRow[]): number {
  const ends = rows.flatMap((one) => moveEnd(one, date) ?? []);
  const [count] = new CountMoves().process({ key: "", value: ends });
  return count?.kind === "movedContracts" ? count.n : NaN;
}

describe("a contract has moved", () => {
  it("when an asset has it for the first time that another had, and has no more", () => {
    expect(moved(row("old", 1, 4), row("new", 5, 5))).toBe(1);
    expect(moved(row("older", 1, 2), row("old", 2, 4), row("new", 5, 5))).toBe(1);
    const elsewhere = [row("old", 1, 4, "sui"), row("new", 5, 5, "sui")];
    expect(moved(row("old", 1, 4), row("new", 5, 5), ...elsewhere)).toBe(2);
  });

  it.each([
    ["that is new", [row("new", 5, 5)]],
    ["that two assets have", [row("old", 1, 5), row("new", 5, 5)]],
    ["that is gone", [row("old", 1, 4)]],
    ["that moved before", [row("old", 1, 3), row("new", 4, 5)]],
    ["of another platform", [row("old", 1, 4, "sui"), row("new", 5, 5)]],
  ])("but not one %s", (_, rows) => {
    expect(moved(...rows)).toBe(0);
  });
});
