import type { OptionSpec } from "../../pipelines/options/option_spec";
import { optionSpecs, runGroups, type OptionName } from "../../pipelines/options/options";
import { refusal, valueOf } from "../cli/parse";

const specs = Object.entries<OptionSpec>(optionSpecs);
const flags = specs.flatMap(([name, { values }]) => (values === undefined ? [name] : []));
/** The options that every run may have; runners have their own tests. */
const core = Object.values(runGroups).flatMap((group) => Object.keys(group));

const good: [OptionName, string, unknown][] = [
  ["source", "sample", { kind: "sample", coins: 2_500 }],
  ["source", "sample:0", { kind: "sample", coins: 0 }],
  ["source", "sample:1800000", { kind: "sample", coins: 1_800_000 }],
  ["source", "public", { kind: "coingecko", plan: "public" }],
  ["source", "demo", { kind: "coingecko", plan: "demo" }],
  ["source", "pro", { kind: "coingecko", plan: "pro" }],
  ["source", "http://127.0.0.1:8080/api//", { kind: "url", baseUrl: "http://127.0.0.1:8080/api" }],
  ["source", "https://host/v3", { kind: "url", baseUrl: "https://host/v3" }],
  ["plan", "pro", "pro"],
  ["apiKeySecret", "projects/p/secrets/s/versions/latest", "projects/p/secrets/s/versions/latest"],
  ["refresh", "true", true],
  ["refresh", "FALSE", false],
  ["coins", "all", { kind: "all" }],
  ["coins", "top:100", { kind: "top", count: 100 }],
  ["coins", "ids:bitcoin", { kind: "ids", ids: ["bitcoin"] }],
  ["coins", "ids:b,a b,,b,[old]:x", { kind: "ids", ids: ["b", "a b", "[old]:x"] }],
  ["coins", "category:layer-1", { kind: "category", id: "layer-1" }],
  ["vsCurrency", "eur", "eur"],
  ["includeRehypothecated", "false", false],
  ["extras", "all", ["global", "categories", "rates"]],
  ["extras", "none", []],
  ["extras", "rates,global,rates", ["global", "rates"]],
  ["detailRequests", "0", 0],
  ["requestsPerMinute", "500", 500],
  ["maxRequests", "1", 1],
  ["apiShards", "5", 5],
  ["snapshotDate", "2024-02-29", ["2024-02-29"]],
  ["snapshotDate", "2024-02-28..2024-03-01", ["2024-02-28", "2024-02-29", "2024-03-01"]],
  ["snapshotDate", "2024-01-05,2024-01-01..2024-01-02", ["2024-01-01", "2024-01-02", "2024-01-05"]],
  ["snapshotDate", "2024-01-05..2024-01-05", ["2024-01-05"]],
  ["onlyArchived", "true", true],
  ["startDate", "1029-01-01", "1029-01-01"],
  ["endDate", "3020-12-31", "3020-12-31"],
  ["output", "/tmp/a b", "/tmp/a b"],
  ["output", "gs://bucket", "gs://bucket"],
  ["output", "gs://my.bucket-1/a/b", "gs://my.bucket-1/a/b"],
  ["warehouse", "none", "none"],
  ["warehouse", "duckdb:/a b/c.duckdb", "duckdb:/a b/c.duckdb"],
  ["warehouse", "bigquery:my-project.my_dataset", "bigquery:my-project.my_dataset"],
  ["warehouse", "bigquery:example.com:my-project.d", "bigquery:example.com:my-project.d"],
  ["formats", "csv", ["csv"]],
  ["formats", "csv,parquet", ["csv", "parquet"]],
  ["maxRejects", "0%", { share: 0 }],
  ["maxMissing", "2.5%", { share: 0.025, atLeast: 25 }],
  ["maxMissing", "0%", { share: 0, atLeast: 0 }],
  ["maxMissing", "12", { count: 12 }],
  ["maxRejects", "2.5%", { share: 0.025 }],
  ["maxRejects", "100%", { share: 1 }],
  ["maxRejects", "12", { count: 12 }],
  ["force", "true", true],
  ["runner", "direct", "direct"],
  ["verbose", "true", true],
];

const bad: [OptionName, string, RegExp][] = [
  ["source", "", /expected sample, sample:COINS, public/],
  ["source", "sample:", /expected sample/],
  ["source", "sample:-1", /expected sample/],
  ["source", "coingecko", /expected sample/],
  ["source", "ftp://host", /expected sample/],
  ["source", "http://", /expected sample/],
  ["plan", "free", /expected public, demo or pro/],
  ["apiKeySecret", "projects/p/secrets/s", /expected projects\/PROJECT/],
  ["apiKeySecret", "projects/p/secrets/a b/versions/1", /expected projects\/PROJECT/],
  ["apiKeySecret", "projects/p/secrets/s/versions/1.0", /expected projects\/PROJECT/],
  ["refresh", "yes", /expected true or false/],
  ["refresh", "", /expected true or false/],
  ["coins", "top:0", /expected all, top:N/],
  ["coins", "top:x", /expected all, top:N/],
  ["coins", "ids:", /expected all, top:N/],
  ["coins", "ids:,,", /expected all, top:N/],
  ["coins", "category:", /expected all, top:N/],
  ["coins", "bitcoin", /expected all, top:N/],
  ["vsCurrency", "USD", /expected a currency code in lower case/],
  ["vsCurrency", "../x", /expected a currency code/],
  ["includeRehypothecated", "1", /expected true or false/],
  ["extras", "rate", /expected all, none, or some of global,categories,rates/],
  ["extras", "global,", /expected all, none, or some of/],
  ["extras", "all,rates", /expected all, none, or some of/],
  ["detailRequests", "-1", /expected a whole number from 0/],
  ["detailRequests", "1.5", /expected a whole number from 0/],
  ["requestsPerMinute", "0", /expected a whole number from 1 to 60000/],
  ["requestsPerMinute", "1e3", /expected a whole number/],
  ["maxRequests", "0", /expected a whole number from 1/],
  ["maxRequests", "99999999999999999999", /expected a whole number from 1/],
  ["apiShards", "0", /expected a whole number from 1 to 1000/],
  ["snapshotDate", "2026-02-30", /there is no such day/],
  ["snapshotDate", "02.01.2026", /expected a date, YYYY-MM-DD/],
  ["snapshotDate", "0000-01-01", /there is no such day/],
  ["snapshotDate", "2026-01-01..2026-02-30", /there is no such day, 2026-02-30/],
  ["snapshotDate", "2026-01-02..2026-01-01", /2026-01-02 is after 2026-01-01: swap them/],
  ["snapshotDate", "2026-01-01..2026-01-03,2026-01-02", /2026-01-02 is named twice/],
  ["snapshotDate", "2000-01-01..2030-01-01", /at most 3,660 days/],
  ["snapshotDate", "2026-01-01..", /expected a date/],
  ["snapshotDate", "2026-01-01...2026-01-02", /expected a date/],
  ["onlyArchived", "yes", /expected true or false/],
  ["startDate", "2025-02-29", /there is no such day/],
  ["endDate", "today", /expected a date/],
  ["output", "", /expected a directory or gs:/],
  ["output", "gs://", /expected a directory or gs:/],
  ["output", "gs://Bucket/x", /expected a directory or gs:/],
  ["output", `gs://${"b".repeat(223)}/x`, /expected a directory or gs:/],
  ["warehouse", "", /expected duckdb:FILE/],
  ["warehouse", "duckdb:", /expected duckdb:FILE/],
  ["warehouse", "bigquery:project", /expected duckdb:FILE/],
  ["warehouse", "postgres:x", /expected duckdb:FILE/],
  ["warehouse", "bigquery:project.dataset.table", /expected duckdb:FILE/],
  ["warehouse", "bigquery:Demo-Project.crypto", /expected duckdb:FILE/],
  ["warehouse", "bigquery:project.data-set", /expected duckdb:FILE/],
  ["warehouse", "duckdb::memory:", /a database in memory ends with the run/],
  ["warehouse", "duckdb:~ann/w.duckdb", /~ann is not supported: write that home directory in full/],
  ["output", "~ann/out", /~ann is not supported: write that home directory in full, or .\/~ann/],
  ["maxMissing", "101%", /expected a share such as 1%/],
  ["formats", "parquet", /expected csv or csv,parquet/],
  ["formats", "csv,orc", /expected csv or csv,parquet/],
  ["maxRejects", "101%", /expected a share such as 1%/],
  ["maxRejects", "-1", /expected a share such as 1%/],
  ["maxRejects", "some", /expected a share such as 1%/],
  ["force", "no", /expected true or false/],
  ["runner", "spark", /expected direct/],
  ["verbose", "2", /expected true or false/],
];

describe("a value", () => {
  it.each(good)("--%s=%s", (name, text, value) => {
    expect(valueOf(name, `--${name}=${text}`)).toEqual(value);
    if (!flags.includes(name)) expect(valueOf(name, `--${name}`, text)).toEqual(value);
  });

  it.each(bad)("--%s=%s is refused, with what is expected", (name, text, expected) => {
    const message = refusal(`--${name}=${text}`);
    expect(message).toMatch(expected);
    expect(message).toMatch(new RegExp(`^--${name}\\b.*\\.$`));
  });

  it("of every option is tried, good and bad", () => {
    expect(core.length).toBeGreaterThan(15);
    for (const cases of [good, bad]) {
      const tried = cases.map(([name]) => name as string);
      expect(core.filter((name) => !tried.includes(name))).toEqual([]);
    }
  });

  it("that is not there is asked for", () => {
    expect(refusal("--output")).toMatch(/--output.*argument missing\. See --help\.$/);
    expect(refusal("date-dim", "--coins")).toContain("--coins");
  });
});
