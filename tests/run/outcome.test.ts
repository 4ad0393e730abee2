import { count, type AuditRecord } from "../../pipelines/run/audit_record";
import { reconcile } from "../../pipelines/run/outcome";

const date = "2026-01-02";
const use = { requests: 2, from_archive: 1, retries: 1, rate_limited: 0 };
const mover = ["x", "X", 1.5, "2026-01-02T00:00:00.000Z"] as const;
const audit: AuditRecord[] = [
  count(date, "fetched", 6),
  count(date, "fetched", 2),
  count(date, "duplicates", 1),
  count(date, "rejects", 2),
  { date, kind: "api", use },
  { date, kind: "api", use: { ...use, rate_limited: 3 } },
  { date, kind: "controlTotal", n: 5 },
  { date, kind: "controlTotal", n: -5 },
  { date, kind: "missing", ids: ["y", "x"], unnamed: 3, listed: 400 },
  { date, kind: "warning", message: "second" },
  { date, kind: "warning", message: "first" },
  { date, kind: "movers", movers: [mover] },
  { date, kind: "movedContracts", n: 2 },
  { date, kind: "movedContracts", n: 1 },
  {
    date,
    kind: "partition",
    partition: { file: "facts", content: { path: "rows-0", records: 3 }, lines: 3 },
  },
  {
    date,
    kind: "partition",
    partition: { file: "facts", content: { path: "rows-1", records: 2 }, lines: 2 },
  },
  {
    date,
    kind: "partition",
    partition: { file: "rejected", content: { path: "rejected-0", records: 3 }, lines: 3 },
  },
  {
    date,
    kind: "partition",
    partition: { file: "rates", content: { path: "rates-0", records: 4 }, lines: 4 },
  },
  count(date, "fetched", 6, "rates"),
  count(date, "duplicates", 1, "rates"),
  count(date, "rejects", 1, "rates"),
  { date, kind: "skipped", table: "categories", reason: "No answer." },
];

it("reconciles audit records in any order", () => {
  const outcome = reconcile(audit, "facts");
  expect(outcome).toEqual({
    failure: null,
    counts: { fetched: 8, rows: 5, duplicates: 1, rejects: 2, missing: 5 },
    tableCounts: {
      facts: { fetched: 8, rows: 5, duplicates: 1, rejects: 2 },
      rates: { fetched: 6, rows: 4, duplicates: 1, rejects: 1 },
    },
    skipped: new Map([["categories", "No answer."]]),
    api: { requests: 4, from_archive: 2, retries: 2, rate_limited: 3 },
    missingIds: ["x", "y"],
    listed: 400,
    warnings: ["first", "second"],
    movers: [mover],
    movedContracts: 3,
    unknownCoins: 0,
    partitions: new Map([
      [
        "facts",
        [
          { file: "facts", content: { path: "rows-0", records: 3 }, lines: 3 },
          { file: "facts", content: { path: "rows-1", records: 2 }, lines: 2 },
        ],
      ],
      ["rejected", [{ file: "rejected", content: { path: "rejected-0", records: 3 }, lines: 3 }]],
      ["rates", [{ file: "rates", content: { path: "rates-0", records: 4 }, lines: 4 }]],
    ]),
  });
  const { counts, api, missingIds, warnings } = reconcile(audit.toReversed(), "facts");
  expect({ counts, api, missingIds, warnings }).toEqual({
    ...{ counts: outcome.counts, api: outcome.api },
    ...{ missingIds: outcome.missingIds, warnings: outcome.warnings },
  });
});

it("counts nothing without audit records", () => {
  expect(reconcile([], "facts").counts).toEqual({
    fetched: 0,
    rows: 0,
    duplicates: 0,
    rejects: 0,
    missing: 0,
  });
});

it.each([
  [
    "fetched more than it became",
    count(date, "fetched", 1),
    /of facts .*fetched 9, but 5 rows \+ 1 dupl/,
  ],
  [
    "more of a further table",
    count(date, "fetched", 1, "rates"),
    /of rates .*fetched 7, but 4 rows/,
  ],
  [
    "rejects that were not counted",
    {
      date,
      kind: "partition",
      partition: { file: "rejected", content: { path: "rejected-1", records: 1 }, lines: 1 },
    } as const,
    /3 rejects, of which 4 were written/,
  ],
  ["lost between steps", { date, kind: "controlTotal", n: 1 } as const, /control total 1/],
  [
    "a partition twice",
    {
      date,
      kind: "partition",
      partition: { file: "facts", content: { path: "rows-1", records: 2 }, lines: 2 },
    } as const,
    /but 7 rows/,
  ],
])("elements that were lost end the run: %s", (_, record, message) => {
  expect(() => reconcile([...audit, record], "facts")).toThrow(message);
  expect(() => reconcile([...audit, record], "facts")).toThrow(/^Elements .*were lost/);
});

describe("a day that has failed", () => {
  const failed = (what: string): AuditRecord => ({ date, kind: "failed", what, next: "Do it." });

  it("is reconciled as far as it came, though elements were lost", () => {
    const { failure, counts } = reconcile(
      [...audit, count(date, "fetched", 1), failed("X")],
      "facts",
    );
    expect(failure).toEqual({ what: "X", next: "Do it." });
    expect(counts.fetched).toBe(9);
  });

  it("of several failures says the same one, in whatever order they come", () => {
    const records = [failed("B"), failed("A"), failed("C")];
    expect(reconcile(records, "facts").failure?.what).toBe("A");
    expect(reconcile(records.toReversed(), "facts").failure?.what).toBe("A");
  });
});

it("rows that a merge has counted are those of the day, however many are staged", () => {
  const merged = [count(date, "fetched", 9), count(date, "rows", 9)];
  expect(reconcile(merged, "facts").counts.rows).toBe(9);
});
