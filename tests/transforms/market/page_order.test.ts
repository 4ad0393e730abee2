import {
  pageOrder,
  type PageCall,
  type PageOutcome,
} from "../../../pipelines/transforms/market/page_order";

interface Plan {
  readonly shard?: number;
  readonly shards?: number;
  readonly pages: number | null;
  readonly isBounded?: boolean;
}

/** The calls of an order, three at once, when the pages have these sizes; none beyond them. */
function callsOf(plan: Plan, sizes: readonly number[], ids = (number: number) => `page ${number}`) {
  const order = pageOrder({ shard: 0, shards: 1, isBounded: false, ...plan }, 3);
  const open: PageCall[] = [];
  const calls: number[] = [];
  let outcomes: PageOutcome[] = [];
  for (let next = order.next([]); !next.done; next = order.next(outcomes)) {
    open.push(next.value);
    calls.push(next.value.number);
    const known = open.splice(0, Math.max(0, open.length - next.value.open));
    outcomes = known.map(({ number }) => ({ count: sizes[number - 1] ?? 0, ids: ids(number) }));
  }
  return calls;
}

const full = (pages: number) => Array.from({ length: pages }, () => 250);

it("is the planned pages, when the last of them is short", () => {
  expect(callsOf({ pages: 4 }, [...full(3), 249])).toEqual([1, 2, 3, 4]);
});

it("goes one page further when the last planned page is full", () => {
  expect(callsOf({ pages: 3 }, full(3))).toEqual([1, 2, 3, 4]);
  expect(callsOf({ pages: 3 }, full(5))).toEqual([1, 2, 3, 4, 5, 6]);
});

it("is the planned pages alone where no others are wanted", () => {
  expect(callsOf({ pages: 3, isBounded: true }, full(5))).toEqual([1, 2, 3]);
});

it("without a plan, goes on until a short page", () => {
  expect(callsOf({ pages: null }, [...full(2), 100])).toEqual([1, 2, 3]);
  expect(callsOf({ pages: null }, full(2))).toEqual([1, 2, 3]);
});

it("ends soon after a page that is short", () => {
  expect(callsOf({ pages: 20 }, [100])).toEqual([1]);
  expect(callsOf({ pages: 20 }, [...full(3), 150])).toEqual([1, 2, 3, 4, 5, 6]);
});

it("ends when a page is repeated", () => {
  expect(callsOf({ pages: 1 }, full(9), () => "always the same")).toEqual([1, 2]);
  expect(callsOf({ pages: null }, full(9), () => "always the same")).toEqual([1, 2]);
});

it("distributes the planned pages over the shards; the last page's shard continues behind it", () => {
  const shards = [0, 1, 2].map((shard) => callsOf({ shard, shards: 3, pages: 5 }, full(6)));
  expect(shards).toEqual([[1, 4], [2, 5, 6, 7], [3]]);
  const idle = callsOf({ shard: 2, shards: 3, pages: 2 }, full(2));
  expect(idle).toEqual([]);
});

it("without a plan, every shard sees the end for itself", () => {
  const shards = [0, 1].map((shard) => callsOf({ shard, shards: 2, pages: null }, full(3)));
  expect(shards).toEqual([
    [1, 3, 5],
    [2, 4],
  ]);
});
