import {
  pageOrder,
  type PageCall,
  type PageOutcome,
  type PagePlan,
} from "../../../pipelines/transforms/market/page_order";

type Plan = Partial<PagePlan> & { readonly coins: number | null };

/** The calls of an order, three at once, when the pages have these sizes; none beyond them. */
function callsOf(plan: Plan, sizes: readonly number[], ids = (number: number) => `page ${number}`) {
  const order = pageOrder({ first: 1, stride: 1, isBounded: false, ...plan }, 3);
  const open: PageCall[] = [];
  const calls: number[] = [];
  let outcomes: PageOutcome[] = [];
  for (let next = order.next([]); !next.done && calls.length < 100; next = order.next(outcomes)) {
    const step = next.value;
    if (step !== "wait") {
      open.push(step);
      calls.push(step.number);
    }
    const known = open.splice(0, Math.max(0, open.length - (step === "wait" ? 0 : step.open)));
    outcomes = known.map(({ number }) => ({
      number,
      count: sizes[number - 1] ?? 0,
      ids: ids(number),
    }));
  }
  return calls;
}

const full = (pages: number, size = 250) => Array.from({ length: pages }, () => size);
const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

describe("of a number of coins that is known", () => {
  it("is the pages that have them, when the last page proves it", () => {
    expect(callsOf({ coins: 999 }, [...full(3), 249])).toEqual([1, 2, 3, 4]);
    expect(callsOf({ coins: 10 }, [10])).toEqual([1]);
  });

  it("goes to an empty page when the last one is full", () => {
    expect(callsOf({ coins: 750 }, full(3))).toEqual([1, 2, 3, 4]);
    expect(callsOf({ coins: 750 }, full(5))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("goes to an empty page when coins are missing on some page", () => {
    expect(callsOf({ coins: 999 }, [250, 247, 250, 249])).toEqual([1, 2, 3, 4, 5]);
    expect(callsOf({ coins: 999 }, [...full(3), 240])).toEqual([1, 2, 3, 4, 5]);
    expect(callsOf({ coins: 999 }, [...full(3), 240, 9])).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("learns from its first page that pages are smaller", () => {
    expect(callsOf({ coins: 390 }, [...full(7, 50), 40])).toEqual(upTo(8));
    expect(callsOf({ coins: 400 }, full(8, 50))).toEqual(upTo(9));
    // By chance the first page alone is short: the second one shows it.
    expect(callsOf({ coins: 999 }, [3, 250, 250, 249])).toEqual(upTo(5));
  });

  it("ends soon after a page that is empty", () => {
    expect(callsOf({ coins: 5_000 }, [100])).toEqual([1, 2]);
    expect(callsOf({ coins: 5_000 }, [...full(3), 150])).toEqual(upTo(6));
    expect(callsOf({ coins: 5_000 }, full(3))).toEqual(upTo(6));
  });
});

describe("of a number of coins that is wanted, and no more", () => {
  it("is the pages that have them alone", () => {
    expect(callsOf({ coins: 750, isBounded: true }, full(5))).toEqual([1, 2, 3]);
    expect(callsOf({ coins: 100, isBounded: true }, full(5))).toEqual([1]);
    expect(callsOf({ coins: 300, isBounded: true }, full(9, 50))).toEqual(upTo(6));
  });

  it("goes on for those that a short page lacks, while there are any", () => {
    expect(callsOf({ coins: 750, isBounded: true }, [250, 240, 250, 250])).toEqual([1, 2, 3, 4]);
    expect(callsOf({ coins: 750, isBounded: true }, [250, 250, 100])).toEqual([1, 2, 3, 4]);
  });
});

it("of an unknown number of coins, goes to an empty page", () => {
  expect(callsOf({ coins: null }, [...full(2), 100])).toEqual([1, 2, 3, 4]);
  expect(callsOf({ coins: null }, full(8, 50))).toEqual(upTo(9));
});

it("ends when a page is repeated", () => {
  const ids = () => "always the same";
  expect(callsOf({ coins: 1 }, full(99), ids)).toEqual([1, 2]);
  expect(callsOf({ coins: null }, full(99), ids)).toEqual([1, 2]);
  // The third page is requested together with the second.
  expect(callsOf({ coins: 5_000 }, full(99), ids).length).toBeLessThanOrEqual(4);
});

it("ends when the server returns its last page, or its first, for any further one", () => {
  expect(callsOf({ coins: null }, full(99), (n) => `page ${Math.min(n, 4)}`)).toEqual(upTo(5));
  expect(callsOf({ coins: null }, full(99), (n) => (n > 4 ? "page 1" : `page ${n}`))).toEqual(
    upTo(5),
  );
});

describe("of several shards", () => {
  const callsOfShards = (shards: number, coins: number | null, sizes: readonly number[]) =>
    upTo(shards).map((first) => callsOf({ first, stride: shards, coins }, sizes));

  it("is every n-th page; the last page's shard goes on behind it", () => {
    expect(callsOfShards(3, 1_250, full(6))).toEqual([[1, 4], [2, 5, 6, 7], [3]]);
    expect(callsOfShards(3, 600, [250, 250, 100])).toEqual([[1], [2], [3]]);
  });

  it("is all pages where they are smaller", () => {
    expect(callsOfShards(2, 390, [...full(7, 50), 40])).toEqual([
      [1, 3, 5, 7],
      [2, 4, 6, 8],
    ]);
  });

  it("without a number of coins, each goes to an empty page", () => {
    expect(callsOfShards(2, null, full(3))).toEqual([
      [1, 3, 5],
      [2, 4],
    ]);
  });
});
