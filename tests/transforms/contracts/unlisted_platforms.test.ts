import {
  WarnOfUnlisted,
  type PlatformUse,
} from "../../../pipelines/transforms/contracts/unlisted_platforms";

const date = "2026-01-02";
type Contracts = NonNullable<PlatformUse["contracts"]>;

function warnings(known: readonly string[] | null, ...contracts: readonly Contracts[]): string[] {
  const value: PlatformUse[] = contracts.map((each) => ({ date, contracts: each }));
  if (known) value.splice(1, 0, { date, known });
  return [...new WarnOfUnlisted().process({ key: date, value })].map((record) =>
    record.kind === "warning" ? record.message : record.kind,
  );
}

it("warns once of all contracts on platforms that the table lacks", () => {
  expect(
    warnings(
      ["a"],
      [
        ["a", 5],
        ["x", 1],
      ],
      [["x", 2]],
    ),
  ).toEqual(["3 contracts are on a platform that asset_platform_dim does not have: x."]);
  expect(warnings(["a"], [["x", 1]])).toEqual([
    "1 contract is on a platform that asset_platform_dim does not have: x.",
  ]);
});

it("names the first five platforms", () => {
  const many = ["z", "y", "x", "w", "v", "u"].map((id) => [id, 1] as const);
  expect(warnings(["a"], many)).toEqual([
    "6 contracts are on 6 platforms that asset_platform_dim does not have: u, v, w, x, y, ....",
  ]);
});

it("says nothing where it has all, or no list was read", () => {
  expect(warnings(["a", "b"], [["a", 5]])).toEqual([]);
  expect(warnings(null, [["x", 5]])).toEqual([]);
});
