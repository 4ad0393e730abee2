import { csvText } from "../../dashboard/csv";
import { coinNames, findCoins } from "../../dashboard/find_coins";
import {
  amountText,
  changeClass,
  changeText,
  dayText,
  instantText,
  priceText,
  shareText,
} from "../../dashboard/format";
import { coinHash, hashOf, parseRoute } from "../../dashboard/route";

describe("numbers", () => {
  it.each([
    [87_831.4363104, "$87,831"],
    [0.414619656719, "$0.41462"],
    [0.000000123456, "$0.00000012346"],
    [1.23456e-12, "$1.2346e-12"],
    [0, "$0"],
    [null, "–"],
  ])("price %p is %s", (value, text) => {
    expect(priceText(value, "usd")).toBe(text);
  });

  it("names a currency that has no sign", () => {
    expect(priceText(1.5, "pln")).toBe("1.5 PLN");
    expect(amountText(1_844_702_683_580, "eur")).toBe("€1.845T");
  });

  it.each([
    [1.234, "▲ +1.23%", "up"],
    [-0.84277, "▼ −0.84%", "down"],
    [0.004, "0.00%", "flat"],
    [12_345.6, "▲ +12,346%", "up"],
    [null, "–", "flat"],
  ])("change %p is %s, as %s", (value, text, className) => {
    expect([changeText(value), changeClass(value)]).toEqual([text, className]);
  });

  it("shows shares, days and instants", () => {
    expect(shareText(35.4)).toBe("35.40%");
    expect(dayText("2026-01-02")).toBe("2 Jan 2026");
    expect(instantText("2026-01-02T03:04:05.678Z")).toBe("2 Jan 2026, 03:04 UTC");
    expect(instantText("never")).toBe("never");
  });
});

describe("CSV", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["  =1", "'  =1"],
    ["＝1", "'＝1"],
    ["\r=1", '"\'\r=1"'],
    ['He said "hi", twice', '"He said ""hi"", twice"'],
    ["two\nlines", '"two\nlines"'],
    ["Bitcoin", "Bitcoin"],
  ])("writes %j as %j", (text, field) => {
    expect(csvText(["name"], [[text]])).toBe(`name\r\n${field}\r\n`);
  });

  it("writes a number as it is, and null as nothing", () => {
    expect(csvText(["a", "b"], [[-1.5, null]])).toBe("a,b\r\n-1.5,\r\n");
  });
});

describe("the address", () => {
  it("keeps a view and its parameters", () => {
    const route = { view: "coins", parameters: { q: "a&b=c #1", sort: "volume" } } as const;
    expect(parseRoute(hashOf(route))).toEqual(route);
    expect(parseRoute(coinHash("a/b?c"))).toEqual({ view: "coin", parameters: { id: "a/b?c" } });
  });

  it.each(["", "#", "#/", "#main", "#/none?x=1", "#/%E0%A4%A"])("%j shows the market", (hash) => {
    expect(parseRoute(hash).view).toBe("market");
  });

  it("leaves out what is empty", () => {
    expect(hashOf({ view: "coins", parameters: { q: "" } })).toBe("#/coins");
  });
});

it("finds the coin of that symbol first, then those that begin with the text, by rank", () => {
  const names = coinNames(
    ["wrapped-btc", "bitcoin", "bitcoin-cash", "other"],
    ["Wrapped BTC", "Bitcoin", "Bitcoin Cash", "Other"],
    ["wbtc", "BTC", "bch", "o"],
  );
  expect(findCoins(names, "btc", 10)).toEqual([1, 0]);
  expect(findCoins(names, "BITCOIN", 10)).toEqual([1, 2]);
  expect(findCoins(names, "bit", 1)).toEqual([1]);
  expect(findCoins(names, " ", 10)).toEqual([]);
});
