import fc from "fast-check";
import { LocalShuffle } from "../../pipelines/sample_market/local_shuffle";
import { NumbersExcept } from "../../pipelines/sample_market/numbers_except";
import { Permutation } from "../../pipelines/sample_market/permutation";
import { RepeatingSlots } from "../../pipelines/sample_market/repeating_slots";

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

describe("LocalShuffle", () => {
  it("moves numbers within their block only, with a matching inverse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), seeds, (end, seed) => {
        const shuffle = new LocalShuffle(8, 16, end, seed);
        const places = upTo(end).map((n) => shuffle.forward(n));
        expect([...places].sort((a, b) => a - b)).toEqual(upTo(end));
        expect(places.map((place) => shuffle.inverse(place))).toEqual(upTo(end));
        places.forEach((place, n) => {
          expect(Math.abs(place - n)).toBeLessThan(n < 16 ? 1 : 8);
        });
      }),
      { seed: 1, numRuns: 50 },
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
