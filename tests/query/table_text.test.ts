import { fitColumns } from "../../pipelines/query/fit_columns";
import { nearestNames } from "../../pipelines/query/nearest_names";
import { sizeText } from "../../pipelines/query/size_text";
import { tableText } from "../../pipelines/query/table_text";

const columns = [
  { name: "coin", isNumber: false },
  { name: "price", isNumber: true },
];

describe("a table's text", () => {
  it("aligns text to the left, numbers to the right, wide characters by their places", () => {
    const rows = [
      ["Bitcoin", 0.1 + 0.2],
      ["比特币", 12],
      [null, null],
    ];
    expect(tableText(columns, rows)).toBe("coin     price\nBitcoin    0.3\n比特币      12\n\n");
  });

  it("shows what a terminal would obey as harmless text", () => {
    const row = ["\u001b[31mred\u001b[0m\n\u202eevil", 1];
    expect(tableText(columns, [row])).toBe(
      "coin                                  price\n\\u{1b}[31mred\\u{1b}[0m\\n\\u{202e}evil      1\n",
    );
  });

  it("fits a terminal's width", () => {
    const rows = [["a very long name of a coin that nobody can read at once", 1234.5]];
    const lines = tableText(columns, rows, 30).split("\n");
    expect(lines).toEqual(["coin                     price", "a very long name of a…  1234.5", ""]);
  });

  it("says how many columns have no place", () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      name: `column_${index}`,
      isNumber: false,
    }));
    const text = tableText(many, [many.map(() => "some longer value")], 40);
    expect(
      text.split("\n").every((line) => line.length <= 40 || line.includes("more columns")),
    ).toBe(true);
    expect(text).toContain("16 more columns: name those you need, or use --json or --csv.");
  });
});

describe("columns", () => {
  it.each([
    [[5, 10], 100, [5, 10]],
    [[5, 50], 40, [5, 31]],
    [[50, 50, 4], 46, [18, 18, 4]],
    [[30, 30, 30], 20, [8, 8]],
    [[30], 4, [8]],
  ])("of %j fit %i places as %j", (natural, width, fitted) => {
    expect(fitColumns(natural, width, 2)).toEqual(fitted);
  });
});

describe("names", () => {
  it("are suggested by likeness, the nearest first", () => {
    const known = ["crypto_market_latest", "crypto_rejects", "date_dim"];
    expect(nearestNames("date_dimm", known)).toEqual(["date_dim"]);
    expect(nearestNames("Crypto_reject", known)).toEqual(["crypto_rejects"]);
    expect(nearestNames("latest", known)).toEqual(["crypto_market_latest"]);
    expect(nearestNames("xyz", known)).toEqual([]);
  });
});

describe("sizes", () => {
  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [10_485_760, "10.5 MB"],
    [10e9, "10 GB"],
  ])("%i bytes are %s", (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });
});
