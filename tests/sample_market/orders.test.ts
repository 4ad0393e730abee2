import fc from "fast-check";
import { Permutation } from "../../pipelines/sample_market/coins/permutation";
import { RepeatingSlots } from "../../pipelines/sample_market/coins/repeating_slots";
import { DescendingOrder } from "../../pipelines/sample_market/market/descending_order";
import { NumbersExcept } from "../../pipelines/sample_market/market/numbers_except";
import { walk, walkAt } from "../../pipelines/sample_market/prices/price_walk";

const upTo = (size: number) => Array.from({ length: size }, (_, n) => n);
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe("Permutation", () => {
  it("is a bijection with a matching inverse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), seeds, (size, seed) => {
        const permutation = new Permutation(size, seed);
        const places = upTo(size).map((n) => permutation.forward(n));
        expect([...places].sort((a, b) => a - b)).toEqual(upTo(size));
        expect(places.map((place) => permutation.inverse(place))).toEqual(upTo(size));
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("has an inverse for a size of two million", () => {
    const permutation = new Permutation(2_000_000, 7);
    for (const n of [0, 1, 999_999, 1_999_999]) {
      expect(permutation.inverse(permutation.forward(n))).toBe(n);
    }
  });

  it("differs with another seed", () => {
    const places = (seed: number) => upTo(50).map((n) => new Permutation(50, seed).forward(n));
    expect(places(1)).not.toEqual(places(2));
  });
});

describe("DescendingOrder", () => {
  const value = fc.oneof(
    fc.constant(0),
    fc.double({ min: 1e-12, max: 1e15, noNaN: true }),
    // Closer than what the sort keys can tell apart.
    fc.integer({ min: 0, max: 20 }).map((n) => 1e12 * (1 + n * 2 ** -50)),
  );

  it("sorts as a comparator does: largest first, equal values by position", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), (values) => {
        const order = new DescendingOrder(Float64Array.from(values));
        const sorted = upTo(values.length).sort(
          (a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b,
        );
        expect(sorted.map((_, rank) => order.positionAt(rank))).toEqual(sorted);
        expect(sorted.map((position) => order.rankOf(position))).toEqual(upTo(values.length));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("walkAt", () => {
  it("is one value of the walk, bit for bit", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (seed, hour) => {
        expect(walkAt(seed, hour)).toBe(walk(seed, hour, 3)[0]);
        expect(walkAt(seed, Math.floor(hour) + 2)).toBe(walk(seed, Math.floor(hour), 3)[2]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("RepeatingSlots", () => {
  it("enumerates and counts members as a filter does", () => {
    const slots = new RepeatingSlots(7, [5, 0, 2]);
    const members = upTo(100).filter((n) => [0, 2, 5].includes(n % 7));
    expect(members.map((_, n) => slots.nth(n))).toEqual(members);
    for (const n of upTo(100)) {
      expect(slots.ordinalOf(n)).toBe(members.includes(n) ? members.indexOf(n) : null);
      expect(slots.countBelow(n)).toBe(members.filter((member) => member < n).length);
    }
  });
});

describe("NumbersExcept", () => {
  it("skips excluded numbers as a filter does", () => {
    const numbers = new NumbersExcept([9, 0, 1, 4, 30]);
    const rest = upTo(40).filter((n) => ![0, 1, 4, 9, 30].includes(n));
    expect(rest.map((_, n) => numbers.nth(n))).toEqual(rest);
    expect([0, 1, 2, 4, 5, 40].map((n) => numbers.excludedBelow(n))).toEqual([0, 1, 2, 2, 3, 5]);
  });
});
