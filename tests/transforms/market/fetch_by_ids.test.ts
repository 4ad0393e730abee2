import fc from "fast-check";
import { smallerParts } from "../../../pipelines/transforms/market/fetch_by_ids";
import { TopOfPages } from "../../../pipelines/transforms/market/top_of_pages";

const ids = (count: number) => Array.from({ length: count }, (_, n) => `coin-${n}`);

describe("an id batch", () => {
  it("that is complete is not requested again", () => {
    expect(smallerParts(ids(3), new Set([...ids(3), "another"]))).toEqual([]);
  });

  it("that is not is requested again for the rest, in parts smaller than the batch", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 250 }), fc.integer({ min: 0, max: 250 }), (size, n) => {
        const returned = Math.min(n, size);
        const parts = smallerParts(ids(size), new Set(ids(returned)));
        if (returned > 0 || size > 25) expect(parts.flat()).toEqual(ids(size).slice(returned));
        for (const part of parts) expect(part.length).toBeLessThan(size);
      }),
    );
  });

  it("that nothing was returned for is believed when it is small", () => {
    expect(smallerParts(ids(25), new Set())).toEqual([]);
    expect(smallerParts(ids(26), new Set()).map((part) => part.length)).toEqual([13, 13]);
  });
});

/** How many coins of each page are taken, when the pages of a shard have these sizes. */
function taken(count: number, pages: readonly (readonly [number: number, size: number])[]) {
  const top = new TopOfPages(count);
  return pages.map(([number, size]) => top.take(number, size));
}

it.each<[string, number, [number, number][], number[]]>([
  ["one page has more", 100, [[1, 250]], [100]],
  [
    "the last page is cut",
    600,
    [
      [1, 250],
      [2, 250],
      [3, 250],
    ],
    [250, 250, 100],
  ],
  [
    "pages are small",
    120,
    [
      [1, 50],
      [2, 50],
      [3, 50],
    ],
    [50, 50, 20],
  ],
  [
    "a page lacks some",
    500,
    [
      [1, 240],
      [2, 250],
      [3, 250],
    ],
    [240, 250, 10],
  ],
  [
    "others fetch every second page",
    600,
    [
      [1, 250],
      [3, 250],
    ],
    [250, 100],
  ],
])("the top N is exact when %s", (_, count, pages, expected) => {
  expect(taken(count, pages)).toEqual(expected);
});
