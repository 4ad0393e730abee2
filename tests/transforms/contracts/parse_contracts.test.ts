import {
  ParseContracts,
  type ParseContractsOutput,
} from "../../../pipelines/transforms/contracts/parse_contracts";
import type { Page } from "../../../pipelines/transforms/parse/page";

const date = "2026-01-02";

function parse(...elements: readonly unknown[]): ParseContractsOutput[] {
  const text = JSON.stringify(elements);
  const page: Page = { date, url: "list", fetchedAt: "", text, count: elements.length };
  return [...new ParseContracts().process(page)];
}

function parsed(...elements: readonly unknown[]) {
  const outputs = parse(...elements);
  const observations = outputs.flatMap((one) => ("observations" in one ? [one.observations] : []));
  const seen = observations.flatMap((one) =>
    one.kind === "seen" ? [[one.asset_id, one.contracts]] : [],
  );
  const whole = observations.filter(({ kind }) => kind === "allListed").length;
  return {
    seen,
    whole,
    rejects: outputs.flatMap((one) => ("rejects" in one ? [one.rejects] : [])),
  };
}

describe("the contracts of a list", () => {
  it("are those of each coin; the list is whole in every partition", () => {
    const { seen, whole, rejects } = parsed(
      { id: "a", platforms: { base: "0x1" } },
      { id: "b", platforms: {} },
      { id: "c" },
    );
    expect(seen).toEqual([
      ["a", [{ platform_id: "base", address: "0x1" }]],
      ["b", []],
      ["c", null],
    ]);
    expect([whole, rejects]).toEqual([8, []]);
  });

  it("are unknown for a coin whose platforms can't be read; one without an id is passed over", () => {
    const { seen, rejects } = parsed(
      { id: "a", platforms: { base: 1 } },
      { id: "b", symbol: 5, platforms: {} },
      { id: "", platforms: { base: 1 } },
      "x",
      null,
    );
    expect(seen).toEqual([
      ["a", null],
      ["b", []],
    ]);
    expect(rejects).toEqual([
      {
        ...{ date, url: "list", index: 0, asset_id: "a", field: "platforms.base" },
        reason: "platforms.base: expected a text, got the number 1",
        raw: '{"id":"a","platforms":{"base":1}}',
      },
    ]);
  });

  it("are not judged where no coin has platforms", () => {
    for (const elements of [[{ id: "a" }, { id: "b", platforms: null }], []]) {
      expect(parse(...elements)).toMatchObject([
        { audit: { kind: "skipped", table: "crypto_asset_contract" } },
      ]);
    }
  });
});
