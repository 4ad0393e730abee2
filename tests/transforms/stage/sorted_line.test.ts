import fc from "fast-check";
import { cryptoMarketSnapshotFact } from "../../../schemas/crypto_market_snapshot_fact";
import { toMarketRow } from "../../../pipelines/transforms/market/market_row";
import { batched, type BatchedLine, isOlder } from "../../../pipelines/transforms/stage/line_batch";
import {
  compareText,
  partitionOf,
  partitions,
  toSortedLine,
} from "../../../pipelines/transforms/stage/sorted_line";

const anyText = fc.string({ unit: "binary", maxLength: 6 });

describe("compareText", () => {
  it("orders as UTF-8's bytes do", () => {
    const edges = fc.constantFrom(
      "",
      "a",
      "\u007f",
      "\ud7ff",
      "\ue000",
      "\uffff",
      "🚀",
      "\u{10ffff}",
    );
    const text = fc.oneof(
      anyText,
      fc.array(edges, { maxLength: 4 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(compareText(a, b))).toBe(bytes);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("the order of the record", () => {
  const run = { snapshotDate: "2026-01-02", vsCurrency: "usd" };
  const orderOf = (market_cap_rank: number | null, id: string) =>
    toSortedLine(
      run.snapshotDate,
      cryptoMarketSnapshotFact,
      toMarketRow({ id, market_cap_rank }, run, "2026-01-02T00:00:00.000Z"),
    ).order;

  it("is by rank, nulls last, then by id", () => {
    const rank = fc.option(fc.integer({ min: 0, max: 20_000 }));
    const coin = fc.tuple(
      rank,
      anyText.filter((text) => text.trim() !== ""),
    );
    fc.assert(
      fc.property(coin, coin, ([rankA, a], [rankB, b]) => {
        const byRank = (rankA ?? Infinity) - (rankB ?? Infinity) || 0;
        const byId = Buffer.compare(Buffer.from(a), Buffer.from(b));
        const expected = rankA === rankB ? byId : Math.sign(byRank);
        expect(Math.sign(compareText(orderOf(rankA, a), orderOf(rankB, b)))).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe("one line an asset", () => {
  const line = (version: string, text: string): BatchedLine => ["a", "", version, text];

  it("the later version stays; the text decides between equal ones", () => {
    const row = (last_updated: string | null, ingestedAt: string) =>
      batched(
        toSortedLine(
          "2026-01-02",
          cryptoMarketSnapshotFact,
          toMarketRow(
            { id: "a", last_updated },
            { snapshotDate: "2026-01-02", vsCurrency: "usd" },
            ingestedAt,
          ),
        ),
      );
    const noon = "2026-01-02T12:00:00.000Z";
    const later = "2026-01-02T12:00:00.001Z";
    expect(isOlder(row(noon, later), row(later, noon))).toBe(true);
    expect(isOlder(row(later, noon), row(noon, later))).toBe(false);
    expect(isOlder(row(null, later), row(noon, noon))).toBe(true);
    expect(isOlder(row(noon, noon), row(noon, later))).toBe(true);
    expect(isOlder(line("1", "x"), line("1", "y"))).toBe(true);
    expect(isOlder(line("1", "y"), line("1", "x"))).toBe(false);
  });

  it("everything of one id belongs to one partition, and all partitions are used", () => {
    const used = new Set(Array.from({ length: 500 }, (_, n) => partitionOf(`coin-${n}`)));
    expect([...used].sort()).toEqual(Array.from({ length: partitions }, (_, n) => n));
  });
});
