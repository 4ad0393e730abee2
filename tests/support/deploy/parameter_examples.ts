/** Values that the regexes of the market-snapshot template accept, and that they refuse. */
export const parameterExamples: [name: string, { yes: string[]; no: string[] }][] = [
  [
    "source",
    {
      yes: ["public", "demo", "pro", "https://example.com/api/v3", "http://127.0.0.1:8080"],
      no: ["sample", "sample:10", "https://user:word@example.com", "ftp://example.com", "Demo"],
    },
  ],
  [
    "coins",
    {
      yes: ["all", "top:100", "ids:bitcoin,ethereum", "category:layer-1"],
      no: ["top:0", "top:", "ids:", "some"],
    },
  ],
  ["maxRejects", { yes: ["1%", "0.5%", "100%", "25"], no: ["-1", "1.5", "one", "%"] }],
  ["maxMissing", { yes: ["1%", "0.5%", "100%", "25"], no: ["-1", "1.5", "one", "%"] }],
  [
    "output",
    {
      yes: ["gs://demo-bucket", "gs://demo-bucket/", "gs://demo-bucket/crypto/daily"],
      no: ["./out", "demo-bucket", "gs://", "gs://Bucket/x", "s3://demo-bucket"],
    },
  ],
  [
    "warehouse",
    {
      yes: ["none", "bigquery:demo-project.crypto", "bigquery:example.com:demo.crypto"],
      no: ["duckdb:/tmp/x", "bigquery:demo-project", "bigquery:p.d.t-able", ""],
    },
  ],
  [
    "snapshotDate",
    {
      yes: ["2026-01-02", "0001-12-31"],
      no: ["2026-1-2", "today", "2026-01-02T00:00", "0000-01-01", "2026-13-01", "2026-01-32"],
    },
  ],
  ["requestsPerMinute", { yes: ["30"], no: ["-1", "3.5", "ten"] }],
  [
    "apiKeySecret",
    {
      yes: ["projects/p/secrets/coingecko/versions/latest"],
      no: ["CG-abcdef", "projects/p/secrets/coingecko"],
    },
  ],
];
