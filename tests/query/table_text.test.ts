import { fitColumns } from "../../pipelines/query/fit_columns";
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
