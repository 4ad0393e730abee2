import { readingStatement } from "../../pipelines/query/sql_text";
import { parseQueryArguments } from "../../pipelines/query/query_arguments";

describe("a statement that reads", () => {
  it.each([
    "SELECT 1",
    "select 'a;b' AS \"c;d\" -- e; f\n;",
    "/* DROP */ WITH a AS (SELECT 1) SELECT * FROM a",
    "(SELECT 1) UNION ALL (SELECT 2)",
    "FROM date_dim",
  ])("is %j", (sql) => {
    expect(readingStatement(sql)).toBe(sql.replace(/;\s*$/, ""));
  });

  it.each([
    "",
    "DELETE FROM a",
    "-- SELECT\nDROP TABLE a",
    "SELECT 1; DROP TABLE a",
    "COPY a TO 'b'",
    "ATTACH 'x'",
  ])("is not %j", (sql) => {
    expect(() => readingStatement(sql)).toThrow(/query (only reads|runs one statement)/);
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
    [["SELECT 1", "--maxBytes=lots"], "--maxBytes=lots: write a size, such as 500MB or 10GB."],
    [
      ["SELECT 1", "--warehouse=out.db"],
      "--warehouse=out.db can't be asked: give duckdb:FILE or bigquery:PROJECT.DATASET.",
    ],
    [
      ["SELECT 1", "--output=gs://b/c"],
      "--output=gs://b/c has no warehouse: give --warehouse=bigquery:PROJECT.DATASET.",
    ],
  ])("%j are refused", (argv, message) => {
    expect(() => parseQueryArguments(argv)).toThrow(message);
  });

  it("give the size in bytes and the warehouse of an output", () => {
    expect(parseQueryArguments(["SELECT 1", "--max-bytes=1.5GB", "--output=some/folder"])).toEqual({
      kind: "query",
      text: "SELECT 1",
      warehouse: "duckdb:some/folder/warehouse.duckdb",
      format: "table",
      maxBytes: 1_500_000_000,
    });
  });
});
