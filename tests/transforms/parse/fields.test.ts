import fc from "fast-check";
import { FieldError, Fields, idOf } from "../../../pipelines/transforms/parse/fields";

/** The value, or `field: reason` of the FieldError. */
function read(json: string, how: (fields: Fields) => unknown): unknown {
  try {
    return how(new Fields(JSON.parse(`{"x":${json}}`)));
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return `${error.field ?? "-"}: ${error.reason}`;
  }
}

const kinds = {
  text: (f: Fields) => f.text("x"),
  number: (f: Fields) => f.number("x"),
  amount: (f: Fields) => f.amount("x"),
  rank: (f: Fields) => f.rank("x"),
  timestamp: (f: Fields) => f.timestamp("x"),
  unixTime: (f: Fields) => f.unixTime("x"),
  date: (f: Fields) => f.date("x"),
  texts: (f: Fields) => f.texts("x"),
  amounts: (f: Fields) => f.amounts("x"),
};

describe("null and absent", () => {
  it.each(Object.entries(kinds))("are the same, and allowed: %s", (kind, how) => {
    const nothing = kind === "texts" || kind === "amounts" ? [] : null;
    expect(read("null", how)).toEqual(nothing);
    expect(how(new Fields({}))).toEqual(nothing);
  });

  it("but not for an id", () => {
    for (const json of ["null", '""', '" \\t\\u00a0"']) {
      expect(read(json, (f) => f.id("x"))).toBe("x: no usable x");
    }
    expect(read('" a "', (f) => f.id("x"))).toBe(" a ");
  });
});

describe("nothing is coerced", () => {
  it.each<[keyof typeof kinds, string, string]>([
    ["text", "5", "expected a text, got the number 5"],
    ["text", "true", "expected a text, got the boolean true"],
    ["text", "[]", "expected a text, got a list"],
    ["number", '"5"', 'expected a number, got the text "5"'],
    ["number", "1e400", "expected a number, got the number Infinity"],
    ["number", "false", "expected a number, got the boolean false"],
    ["number", "{}", "expected a number, got an object"],
    ["rank", "1.5", "expected a whole number, got the number 1.5"],
    ["rank", "-1", "expected a whole number, got the number -1"],
    ["rank", "9007199254740992", "expected a whole number, got the number 9007199254740992"],
    ["timestamp", "1700000000", "expected a text, got the number 1700000000"],
    ["unixTime", '"1700000000"', 'expected a number, got the text "1700000000"'],
    ["unixTime", "-1", "expected a UNIX time, got the number -1"],
    ["unixTime", "1779878351000", "expected a UNIX time, got the number 1779878351000"],
    ["date", '"2024"', 'expected a date, got the text "2024"'],
    ["texts", '"a"', 'expected a list, got the text "a"'],
    ["amounts", '{"0":1}', "expected a list, got an object"],
  ])("%s %s", (kind, json, reason) => {
    expect(read(json, kinds[kind])).toBe(`x: x: ${reason}`);
  });

  it("nor within a list, where the position is named", () => {
    expect(read('["a",1]', kinds.texts)).toBe("x[1]: x[1]: expected a text, got the number 1");
    expect(read('[1,"2"]', kinds.amounts)).toBe('x[1]: x[1]: expected a number, got the text "2"');
    expect(read('[null,"",""," "]', kinds.texts)).toEqual([" "]);
    expect(read("[null,0,null,1e-12]", kinds.amounts)).toEqual([0, 1e-12]);
  });

  it("of an element that is not an object, the type is named", () => {
    for (const [element, name] of [
      [null, "null"],
      [[], "a list"],
      ["x", 'the text "x"'],
      [7, "the number 7"],
    ]) {
      expect(() => new Fields(element)).toThrow(`expected an object, got ${String(name)}`);
    }
    expect(read("[1]", (f) => f.object("x"))).toBe("x: x: expected an object, got a list");
    expect(read('{"y":"z"}', (f) => f.object("x")?.text("y"))).toBe("z");
  });
});

describe("texts", () => {
  it("stay as they are, but for an empty one", () => {
    expect(read('""', kinds.text)).toBeNull();
    for (const text of [
      " ",
      "null",
      "nan",
      "true",
      "=1+1",
      "\u200b",
      'a"b\r\nc',
      "🚀字",
      "\u0000",
    ]) {
      expect(read(JSON.stringify(text), kinds.text)).toBe(text);
    }
  });

  it("contain no lone surrogates", () => {
    for (const half of ['"\\ud83d"', '"a\\ude80"', '"\\ude80\\ud83d"']) {
      expect(read(half, kinds.text)).toBe("x: x contains a lone surrogate");
      expect(read(`["a",${half}]`, kinds.texts)).toContain("x[1] contains a lone surrogate");
      expect(idOf(JSON.parse(`{"id":${half}}`))).toBeNull();
    }
    expect(read('"\\ud83d\\ude80"', kinds.text)).toBe("🚀");
  });
});

describe("numbers", () => {
  it.each(["0", "-0", "6.25e-06", "4.2e17", "1.9758e37", "5e-324", "1.7976931348623157e308"])(
    "%s",
    (json) => {
      expect(read(json, kinds.number)).toBe(Number(json));
    },
  );

  it("are amounts as far as BIGNUMERIC reaches", () => {
    expect(read("5.7896e38", kinds.amount)).toBe(5.7896e38);
    expect(read("-5.7896e38", kinds.amount)).toBe(-5.7896e38);
    for (const json of ["5.79e38", "-1e39", "1e308"]) {
      expect(read(json, kinds.amount)).toBe("x: x is beyond BIGNUMERIC's range");
      expect(read(`[1,${json}]`, kinds.amounts)).toBe("x[1]: x[1] is beyond BIGNUMERIC's range");
    }
  });
});

describe("timestamps", () => {
  it.each([
    ["2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z"],
    ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"],
    ["2026-01-02t03:04:05z", "2026-01-02T03:04:05.000Z"],
    ["2026-01-02 03:04:05Z", "2026-01-02T03:04:05.000Z"],
    ["2026-01-02T03:04:05.1Z", "2026-01-02T03:04:05.100Z"],
    ["2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123Z"],
    ["2026-01-02T03:04:05+08:00", "2026-01-01T19:04:05.000Z"],
    ["2025-12-31T23:30:00-05:45", "2026-01-01T05:15:00.000Z"],
    ["2024-02-29T00:00:00.000Z", "2024-02-29T00:00:00.000Z"],
    ["2026-01-31T00:00:00.000+00:00", "2026-01-31T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
    ["0001-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z"],
  ])("%s", (text, utc) => {
    expect(read(JSON.stringify(text), kinds.timestamp)).toBe(utc);
  });

  it.each([
    ...["2026-02-30T00:00:00Z", "2025-02-29T00:00:00.000Z", "2026-04-31T00:00:00+02:00"],
    ...["2026-01-02T24:00:00Z", "2026-01-02T24:00:00.000Z", "2026-01-02T23:60:00Z"],
    ...["2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z"],
    ...["2026-01-02T03:04:05", "2026-01-02", "2026-01-02T03:04Z", "2026-01-02T03:04:05+0800"],
    ...["2026-01-02T03:04:05+24:00", "2026-01-02T03:04:05+08:60", "yesterday", " ", "1767323045"],
    ...["0000-01-01T00:00:00.000Z", "0000-12-31T00:00:00Z", "0001-01-01T00:00:00+08:00"],
    ...["9999-12-31T23:59:59-01:00", "+012026-01-02T03:04:05Z", "2026-01-02T03:04:05.Z"],
  ])("%s is none", (text) => {
    expect(read(JSON.stringify(text), kinds.timestamp)).toMatch(/^x: x: expected a timestamp/);
  });

  it("of any moment and offset are that moment", () => {
    const moment = fc.date({
      min: new Date("0002-01-01T00:00:00Z"),
      max: new Date("9998-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moment, fc.integer({ min: -1439, max: 1439 }), (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const two = (n: number) => String(Math.trunc(n)).padStart(2, "0");
        const size = Math.abs(offset);
        const zone = `${offset < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
        expect(read(JSON.stringify(local + zone), kinds.timestamp)).toBe(date.toISOString());
      }),
    );
  });
});

describe("dates", () => {
  it.each(["2009-01-03", "2024-02-29", "0001-01-01", "9999-12-31"])("%s", (text) => {
    expect(read(JSON.stringify(text), kinds.date)).toBe(text);
  });

  it.each(["2023-02-29", "2023-04-31", "2023-13-01", "2023-00-10", "0000-01-01", "2009-1-3", "?"])(
    "%s is none",
    (text) => {
      expect(read(JSON.stringify(text), kinds.date)).toMatch(/^x: x: expected a date/);
    },
  );
});
