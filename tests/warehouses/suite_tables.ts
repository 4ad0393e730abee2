import type { Row, TableSpec } from "../../schemas/table";

/** A partitioned table with a column of every type. */
export const facts = {
  name: "suite_fact",
  description: "One of each type; it's a table of the tests.",
  primaryKey: ["day", "id"],
  partitionBy: "day",
  clusterBy: ["id"],
  orderBy: ["id"],
  columns: [
    { name: "day", type: "DATE", required: true, description: "The day." },
    { name: "id", type: "STRING", required: true, description: "The key's other half." },
    { name: "whole", type: "INT64", description: "A whole number." },
    { name: "real", type: "FLOAT64", description: "A double." },
    { name: "money", type: "BIGNUMERIC", description: "A decimal." },
    { name: "flag", type: "BOOL", description: "Yes or no." },
    { name: "at", type: "TIMESTAMP", description: "A moment, UTC." },
  ],
} as const satisfies TableSpec;

/** The same some versions later. */
export const laterFacts = {
  ...facts,
  columns: [
    ...facts.columns,
    { name: "note", type: "STRING", description: "Added later." },
    { name: "score", type: "FLOAT64", description: "Added later too." },
  ],
} as const satisfies TableSpec;

/** A table that is always replaced whole. */
export const names = {
  name: "suite_dim",
  description: "Texts by id.",
  primaryKey: ["id"],
  orderBy: ["id"],
  columns: [
    { name: "id", type: "STRING", required: true, description: "The key." },
    { name: "text", type: "STRING", description: "Any text." },
  ],
} as const satisfies TableSpec;

/** A row of `facts` whose values follow from the id's length. */
export function fact(day: string, id: string, values: Row = {}): Row {
  return {
    day,
    id,
    whole: id.length,
    real: id.length / 3,
    money: id.length * 1.1,
    flag: id.length % 2 === 0,
    at: `${day}T12:34:56.789Z`,
    ...values,
  };
}

/** Texts that have come to harm on the way through a CSV somewhere. */
export const oddTexts: Record<string, string> = {
  comma: "a,b",
  quotes: 'say "hi"',
  quoted: '"all of it"',
  "one quote": '"',
  "single quotes": "it's; DROP TABLE x; --",
  "line feed": "one\ntwo",
  "carriage return": "one\rtwo",
  "windows line": "one\r\ntwo\r\n",
  "leading spaces": "  x",
  "trailing spaces": "x  ",
  "a space": " ",
  tab: "\tx\t",
  nul: "a\0b",
  "control characters": "\x01\x02\x1b\x7f",
  emoji: "🚀👩‍👩‍👧‍👦",
  accents: "naïve Ünïcôdé, ẞ",
  "right to left": "שלום عالم",
  "byte order mark": "\ufeffx",
  "line separator": "a\u2028b\u0085c",
  "replacement character": "\ufffd",
  null: "null",
  NULL: "NULL",
  "backslash n": "\\N",
  nan: "nan",
  none: "None",
  true: "true",
  number: "00123",
  exponent: "1e5",
  date: "2025-05-01",
  hash: "# no comment",
  formula: "=1+1",
  backslash: "\\",
  "backslash quote": '\\"',
  percent: "100%",
  "very long": "long, ".repeat(20_000),
};

/** Numbers at the ends of what a column can hold. */
export const extremeNumbers: Record<string, Row> = {
  zero: { whole: 0, real: 0, money: 0 },
  "largest whole": { whole: Number.MAX_SAFE_INTEGER, real: 2 ** 53, money: 2 ** 53 },
  "smallest whole": { whole: Number.MIN_SAFE_INTEGER, real: -(2 ** 53), money: -(2 ** 53) },
  "largest double": { real: Number.MAX_VALUE, money: 5.7e38 },
  "least double": { real: -Number.MAX_VALUE, money: -5.7e38 },
  "smallest double": { real: Number.MIN_VALUE, money: 1e-38 },
  "many digits": { real: 0.1 + 0.2, money: 0.30000000000000004 },
  "tiny price": { real: 1.2345678901234567e-20, money: 1.234567890123456e-20 },
  "huge supply": { real: 1.2345678901234567e30, money: 1.2345678901234567e30 },
};
