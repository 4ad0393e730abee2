import { homedir } from "node:os";
import { checkReads } from "../../pipelines/query/sql_text";
import { parseQueryArguments } from "../../pipelines/query/query_arguments";

describe("SQL that reads", () => {
  it.each([
    "SELECT 1",
    "select 'a;b' AS \"c;d\" -- e; f\n;",
    "/* DROP */ WITH a AS (SELECT 1) SELECT * FROM a",
    "-- DROP\n# DROP\n(SELECT 1) UNION ALL (SELECT 2)",
    "FROM date_dim",
  ])("is %j", (sql) => {
    expect(() => {
      checkReads(sql);
    }).not.toThrow();
  });

  it.each([
    ["", "this"],
    ["-- SELECT", "this"],
    ["DELETE FROM a", "DELETE"],
    ["-- SELECT\nDROP TABLE a", "DROP"],
    ["copy a TO 'b'", "COPY"],
    ["ATTACH 'x'", "ATTACH"],
  ])("is not %j", (sql, what) => {
    expect(() => {
      checkReads(sql);
    }).toThrow(`query only reads, and ${what} does not: give it a SELECT.`);
  });
});

describe("query's arguments", () => {
  it.each([
    [
      ["SELECT 1", "--json", "--csv"],
      "query: option '--csv' cannot be used with option '--json'. See query --help.",
    ],
    [
      ["SELECT 1", "--jso"],
      "query: unknown option '--jso' (Did you mean --json?). See query --help.",
    ],
    [["SELECT 1", "--maxBytes=lots"], "--maxBytes=lots: expected a size, such as 500MB or 10GB."],
    [
      ["SELECT 1", "--warehouse=out.db"],
      "--warehouse=out.db: expected duckdb:FILE, bigquery:PROJECT.DATASET, or none.",
    ],
    [
      ["SELECT 1", "--warehouse=none"],
      "--warehouse=none can't be asked: pass --warehouse=duckdb:FILE or --warehouse=bigquery:PROJECT.DATASET.",
    ],
    [
      ["SELECT 1", "--output=gs://bucket/c"],
      "--output=gs://bucket/c has no warehouse: pass --warehouse=duckdb:FILE or --warehouse=bigquery:PROJECT.DATASET.",
    ],
    [["SELECT 1", "--output=s3://bucket"], "s3:// is not supported"],
  ])("%j are refused", (argv, message) => {
    expect(() => parseQueryArguments(argv)).toThrow(message);
  });

  it.each([
    ["--output=some/folder/", "duckdb:some/folder/warehouse.duckdb"],
    ["--output=~/crypto", `duckdb:${homedir()}/crypto/warehouse.duckdb`],
    ["--warehouse=duckdb:a.duckdb", "duckdb:a.duckdb"],
    ["--warehouse=bigquery:my-project.crypto", "bigquery:my-project.crypto"],
  ])("%s asks %s, and no other", (option, warehouse) => {
    expect(parseQueryArguments(["SELECT 1", option])).toMatchObject({
      query: { warehouse, otherWarehouses: [] },
    });
  });

  it.each(["--max-bytes=1.5GB", "--max_bytes=1.5GB", "--maxBytes=1500000000"])(
    "%s is a size in bytes",
    (option) => {
      expect(parseQueryArguments(["SELECT 1", option])).toMatchObject({
        query: { maxBytes: 1_500_000_000 },
      });
    },
  );
});
