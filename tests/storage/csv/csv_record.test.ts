import { Readable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import * as fc from "fast-check";
import { csvHeader } from "../../../schemas/csv_header";
import type { Row, TableSpec } from "../../../schemas/table";
import { tables } from "../../../schemas/tables";
import { csvRecord } from "../../../pipelines/storage/csv/csv_record";
import { readCsv } from "../../../pipelines/storage/csv/read_csv";
import { firstVersion } from "../../support/earlier_version";
import { errorOf } from "../../support/error_of";
import { fact, facts, laterFacts, names, oddTexts } from "../../warehouses/suite_tables";

async function read(table: TableSpec, ...pieces: string[]) {
  const rows: Row[] = [];
  for await (const row of readCsv(
    table,
    Readable.from(pieces.map((text) => Buffer.from(text))),
    `${table.name}.csv`,
  )) {
    rows.push(row);
  }
  return rows;
}

describe("A record of a CSV", () => {
  it("has plain values, and nothing for null", () => {
    expect(csvHeader(facts)).toBe("day,id,whole,real,money,flag,at\n");
    expect(csvRecord(facts, fact("2025-05-05", "ab", { real: 1e-7, money: 1e21 }))).toBe(
      "2025-05-05,ab,2,0.0000001,1000000000000000000000,true,2025-05-05T12:34:56.789Z\n",
    );
    const nulls = { whole: null, real: null, money: null, flag: null, at: null };
    expect(csvRecord(facts, fact("2025-05-05", "", nulls))).toBe("2025-05-05,,,,,,\n");
  });

  it("quotes what RFC 4180 says, as the library does for every text", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", " ", "x") }),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect(csvRecord(names, { id: "a", text: value })).toBe(stringify([["a", value]]));
      }),
    );
  });

  it.each<[string, Row]>([
    ["another type", fact("2025-05-05", "a", { whole: "1" })],
    ["a fraction", fact("2025-05-05", "a", { whole: 1.5 })],
    ["too large a whole number", fact("2025-05-05", "a", { whole: 2 ** 53 })],
    ["no number", fact("2025-05-05", "a", { real: NaN })],
    ["a number as a text", fact("2025-05-05", "a", { id: 5 })],
    ["a number as a date", fact("2025-05-05", "a", { at: 5 })],
    ["a text as a truth", fact("2025-05-05", "a", { flag: "true" })],
    ["a text as money", fact("2025-05-05", "a", { money: "5" })],
    ["a column missing", { day: "2025-05-05", id: "a" }],
  ])("is never made of a row with %s", (_, row) => {
    expect(() => csvRecord(facts, row)).toThrow();
  });
});

describe("A CSV that is read back", () => {
  const day = "2025-05-05";

  it("gives the same typed rows, however it is cut into pieces", async () => {
    const nulls = { whole: null, real: null, money: null, flag: null, at: null };
    const rows = [fact(day, "ab"), fact(day, "nulls", nulls), fact(day, "tiny", { real: 5e-324 })];
    const text = csvHeader(facts) + rows.map((row) => csvRecord(facts, row)).join("");
    expect(await read(facts, text)).toEqual(rows);
    expect(await read(facts, ...(text.match(/[^]{1,3}/g) ?? []))).toEqual(rows);
  });

  it("keeps every text, but for the empty one, which is null", async () => {
    const rows = Object.entries(oddTexts).map(([id, text]) => ({ id, text }));
    const text = csvHeader(names) + rows.map((row) => csvRecord(names, row)).join("");
    expect(await read(names, text)).toEqual(rows);
    expect(await read(names, 'id,text\na,\nb,""\n')).toEqual([
      { id: "a", text: null },
      { id: "b", text: null },
    ]);
  });

  it("of an older version has null in the columns that came later", async () => {
    const text = csvHeader(facts) + csvRecord(facts, fact(day, "a"));
    expect(await read(laterFacts, text)).toEqual([fact(day, "a", { note: null, score: null })]);
  });

  it.each(tables)("$name of its first version is readable", async (table) => {
    expect(await read(table, csvHeader(firstVersion(table)))).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    ["nothing", "", /suite_fact\.csv is empty: it has no header/],
    ["another header", "day,id,hole\n", /column 3 is "hole" instead of "whole"/],
    ["a column more", `${csvHeader(facts).trim()},more\n`, /column 8 is "more", one more than/],
    ["a byte order mark", `\ufeff${csvHeader(facts)}`, /column 1 is "\ufeffday" instead of "day"/],
    ["the lines of Windows", csvHeader(facts).replace("\n", "\r\n"), /"at\\r" instead of "at"/],
    ["no key", "day\n", /older version and lacks the required column "id"/],
  ])("with %s as its header is an ActionableError that says so", async (_, text, line) => {
    expect(await errorOf(read(facts, text))).toMatch(line);
  });

  const good = csvRecord(facts, fact(day, "two\nlines"));
  it.each<[string, string, RegExp]>([
    ["a field too few", `${day},a\n`, /malformed: .*expect 7, got 2 on line 4/],
    ["a quote inside", `${day},a"b,1,2,3,true,\n`, /malformed: .*line 4/],
    ["a quote that never ends", `${day},"a,1,2,3,true,\n`, /malformed: .*line 4/],
    ["no number", `${day},a,1,nan,3,true,\n`, /real in line 4 of .* is no FLOAT64: "nan"/],
    ["an exponent", `${day},a,1,1,1e5,true,\n`, /money in line 4 of .* is no BIGNUMERIC/],
    ["a fraction", `${day},a,1.5,1,1,true,\n`, /whole in line 4 of .* is no INT64/],
    ["another truth", `${day},a,1,1,1,yes,\n`, /flag in line 4 of .* is no BOOL/],
    ["another date", `5.5.2025,a,1,1,1,,\n`, /day in line 4 of .* is no DATE/],
    ["a local time", `${day},a,1,1,1,,2025-05-05 12:00\n`, /at in line 4 of .* is no TIMESTAMP/],
    ["no key", `${day},,1,1,1,,\n`, /id is required, and empty in line 4 of/],
  ])("with %s in a record is an ActionableError that names the line", async (_, record, line) => {
    const problem = await errorOf(read(facts, csvHeader(facts), good, record));
    expect(problem).toMatch(line);
    expect(problem).toMatch(/Restore the file, or move it away to start over\.$/);
  });

  it("ends its source when the reader has had enough, and passes the source's failure on", async () => {
    const source = Readable.from([csvHeader(names), "a,1\n", "b,2\n"].map((x) => Buffer.from(x)));
    for await (const row of readCsv(names, source, "names.csv")) {
      expect(row.id).toBe("a");
      break;
    }
    expect(source.destroyed).toBe(true);
    const torn = Readable.from(
      (function* () {
        yield Buffer.from(csvHeader(names));
        throw new Error("torn");
      })(),
    );
    await expect(readCsv(names, torn, "names.csv").next()).rejects.toThrow("torn");
  });
});
