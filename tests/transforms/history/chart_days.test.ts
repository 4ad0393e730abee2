import { chartDays } from "../../../pipelines/transforms/history/chart_days";

const of = {
  assetId: "bitcoin",
  vsCurrency: "usd",
  first: "2026-01-01",
  last: "2026-01-03",
  fetchedAt: "2026-01-04T01:02:03.004Z",
};
const at = (day: string, time = "00:00:00.000") => Date.parse(`${day}T${time}Z`);

/** The days of an answer, as its text is read. */
function daysOf(text: string) {
  return [...chartDays(JSON.parse(text), text, of)];
}

const daysIn = (chart: object) => daysOf(JSON.stringify(chart));

it("takes the values of each day's start, and of no other day", () => {
  const prices = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-01-04"].map((day, n) => [
    at(day),
    100 + n,
  ]);
  const days = daysIn({ prices, market_caps: prices, total_volumes: prices });
  expect(days).toEqual(
    [
      ["2026-01-01", 101],
      ["2026-01-02", 102],
    ].map(([day, value]) => ({
      row: {
        ...{ snapshot_date: day, asset_id: "bitcoin", vs_currency: "usd" },
        ...{ price: value, market_cap: value, total_volume: value },
        ...{ priced_at: `${String(day)}T00:00:00.000Z`, ingested_at: of.fetchedAt },
      },
      repeated: 0,
    })),
  );
});

it("matches lists of unequal lengths by their instants, and keeps null values null", () => {
  const days = daysIn({
    prices: [
      [at("2026-01-01"), null],
      [at("2026-01-02"), 2],
    ],
    market_caps: [[at("2026-01-02"), 20]],
    total_volumes: [[at("2026-01-03"), 300]],
  });
  expect(days).toMatchObject([
    { row: { snapshot_date: "2026-01-01", price: null, market_cap: null, total_volume: null } },
    { row: { snapshot_date: "2026-01-02", price: 2, market_cap: 20, total_volume: null } },
    { row: { snapshot_date: "2026-01-03", price: null, market_cap: null, total_volume: 300 } },
  ]);
});

it("takes the last point for that of now, and no day", () => {
  const prices = [
    [at("2026-01-02"), 2],
    [at("2026-01-02", "14:39:54.000"), 3],
  ];
  expect(daysIn({ prices })).toMatchObject([{ row: { snapshot_date: "2026-01-02", price: 2 } }]);
  expect(daysIn({ prices: prices.slice(1) })).toEqual([]);
});

it("finds no day in an empty chart", () => {
  expect(daysIn({ prices: [], market_caps: [], total_volumes: [] })).toEqual([]);
  expect(daysIn({ prices: [], market_caps: null })).toEqual([]);
});

it("counts the points that repeat an instant, of which the last one stays", () => {
  const prices = [1, 2, 3].map((price) => [at("2026-01-01"), price]);
  const market_caps = [[at("2026-01-01"), 9]];
  expect(daysIn({ prices, market_caps })).toMatchObject([{ row: { price: 3 }, repeated: 2 }]);
});

describe("a reject", () => {
  const good = `[${at("2026-01-01")},1.50]`;

  it.each([
    ["a text", `[${at("2026-01-02")}, "2.50"]`, 'expected a number, got the text "2.50"'],
    ["a list", `[${at("2026-01-02")}, [1]]`, "expected a number, got a list"],
    ["a number beyond a double", `[${at("2026-01-02")}, 1e400]`, "expected a number"],
    ["an amount beyond BIGNUMERIC", `[${at("2026-01-02")}, 1e39]`, "beyond BIGNUMERIC's range"],
  ])("is a day whose value is %s", (_, point, reason) => {
    const text = `{"prices": [${good}, ${point}, [${at("2026-01-03")},3]]}`;
    const [first, second, third] = daysOf(text);
    expect([first, third]).toMatchObject([{ row: { price: 1.5 } }, { row: { price: 3 } }]);
    expect(second).toEqual({
      rejected: {
        ...{ day: "2026-01-02", field: "prices[1]", raw: point },
        reason: expect.stringContaining(reason) as string,
      },
    });
  });

  it("is a day of whose values one is wrong", () => {
    const text = `{"prices":[${good}],"market_caps":[[${at("2026-01-01")},true]]}`;
    expect(daysOf(text)).toMatchObject([
      {
        rejected: { day: "2026-01-01", field: "market_caps[0]", raw: `[${at("2026-01-01")},true]` },
      },
    ]);
  });

  it.each(["7", "null", "[1]", `["2026-01-01",1]`, "[1.5,1]", "[-1,1]", "[1e300,1]", "{}"])(
    "is the point %s, of no day",
    (point) => {
      const [rejected, day] = daysOf(`{"prices":[${point},${good}]}`);
      expect(rejected).toMatchObject({ rejected: { day: null, field: "prices[0]", raw: point } });
      expect(day).toMatchObject({ row: { price: 1.5 } });
    },
  );

  it("is a day that has values, but none at its start", () => {
    const late = [0, 1].map((n) => [at("2026-01-02", `0${n}:03:11.000`), n]);
    const days = daysIn({ prices: [[at("2026-01-01"), 1], ...late, [at("2026-01-03"), 3]] });
    expect(days).toMatchObject([
      { row: { snapshot_date: "2026-01-01" } },
      {
        rejected: {
          day: "2026-01-02",
          reason: expect.stringContaining("the first is of 2026-01-02T00:03:11.000Z") as string,
        },
      },
      { row: { snapshot_date: "2026-01-03" } },
    ]);
  });

  it.each([
    ["{}", "no prices"],
    ['{"prices":{}}', "prices: expected a list, got an object"],
    [`{"prices":[${good}],"total_volumes":7}`, "total_volumes: expected a list, got the number 7"],
  ])("is an answer that is no chart: %s", (text, reason) => {
    const rejected = daysOf(text).filter((day) => "rejected" in day);
    expect(rejected).toEqual([
      { rejected: { day: null, field: expect.any(String) as string, reason, raw: text } },
    ]);
  });
});
