import { count, type AuditRecord } from "../../pipelines/run/audit_record";
import { reconcile } from "../../pipelines/run/outcome";

const use = { requests: 2, from_archive: 1, retries: 1, rate_limited: 0 };
const mover = {
  ...{ asset_id: "x", name: "X", price_change_percentage_24h: 1.5 },
  last_updated: "2026-01-02T00:00:00.000Z",
};
const audit: AuditRecord[] = [
  count("fetched", 6),
  count("fetched", 2),
  count("duplicates", 1),
  count("rejects", 2),
  { kind: "api", use },
  { kind: "api", use: { ...use, rate_limited: 3 } },
  { kind: "controlTotal", n: 5 },
  { kind: "controlTotal", n: -5 },
  { kind: "missing", ids: ["y", "x"], unnamed: 3, listed: 400 },
  { kind: "warning", message: "second" },
  { kind: "warning", message: "first" },
  { kind: "movers", movers: [mover] },
  { kind: "movedContracts", n: 2 },
  { kind: "movedContracts", n: 1 },
  { kind: "partition", partition: { file: "facts", content: "rows-0", lines: 3 } },
  { kind: "partition", partition: { file: "facts", content: "rows-1", lines: 2 } },
  { kind: "partition", partition: { file: "rejected", content: "rejected-0", lines: 3 } },
  { kind: "partition", partition: { file: "rates", content: "rates-0", lines: 4 } },
  count("fetched", 6, "rates"),
  count("duplicates", 1, "rates"),
  count("rejects", 1, "rates"),
  { kind: "skipped", table: "categories", reason: "No answer." },
];

it("reconciles audit records in any order", () => {
  const outcome = reconcile(audit, "facts");
  expect(outcome).toEqual({
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
    partitions: new Map([
      [
        "facts",
        [
          { file: "facts", content: "rows-0", lines: 3 },
          { file: "facts", content: "rows-1", lines: 2 },
        ],
      ],
      ["rejected", [{ file: "rejected", content: "rejected-0", lines: 3 }]],
      ["rates", [{ file: "rates", content: "rates-0", lines: 4 }]],
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
    count("fetched", 1),
    /of facts .*fetched 9, but 5 rows \+ 1 dupl/,
  ],
  ["more of a further table", count("fetched", 1, "rates"), /of rates .*fetched 7, but 4 rows/],
  [
    "rejects that were not counted",
    {
      kind: "partition",
      partition: { file: "rejected", content: "rejected-1", lines: 1 },
    } as const,
    /3 rejects, of which 4 were written/,
  ],
  ["lost between steps", { kind: "controlTotal", n: 1 } as const, /control total 1/],
  [
    "a partition twice",
    { kind: "partition", partition: { file: "facts", content: "rows-1", lines: 2 } } as const,
    /but 7 rows/,
  ],
])("elements that were lost end the run: %s", (_, record, message) => {
  expect(() => reconcile([...audit, record], "facts")).toThrow(message);
  expect(() => reconcile([...audit, record], "facts")).toThrow(/^Elements .*were lost/);
});
