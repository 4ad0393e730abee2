import { parseCommandLine } from "../../pipelines/cli/command_line";
import type { DayRuns } from "../../pipelines/run/day_runs";
import { planRuns } from "../../pipelines/run/plan_runs";

const startedAt = "2026-01-02T23:59:59.000Z";

/** The run of the market that a command line makes. */
function run(argv: string[], hasKey = false, sampleUrl?: string): DayRuns {
  const { options } = parseCommandLine(argv);
  const identity = { runId: "run-1", startedAt, hasKey, ...(sampleUrl ? { sampleUrl } : {}) };
  return planRuns("market-snapshot", options, identity);
}

describe("pace, budget and details follow the plan", () => {
  it.each([
    ["public", 10, 300, 30],
    ["demo", 30, 300, 100],
    ["pro", 250, 5_000, 1_000],
  ])("%s", (source, requestsPerMinute, maxRequests, detailRequests) => {
    const planned = run([`--source=${source}`]);
    expect(planned.api).toMatchObject({ plan: source, requestsPerMinute, maxRequests });
    expect(planned.detailRequests).toBe(detailRequests);
    expect(planned.api).toMatchObject({ source, archive: "coingecko", knowsOnlyNow: true });
    const host = source === "pro" ? "pro-api.coingecko.com" : "api.coingecko.com";
    expect(planned.api.baseUrl).toBe(`https://${host}/api/v3`);
    expect(planned.api.shownUrl).toBe(planned.api.baseUrl);
  });

  it("but what a person says goes first", () => {
    const planned = run([
      ...["--source=pro", "--requestsPerMinute=60", "--maxRequests=7", "--detailRequests=0"],
      ...["--apiShards=3", "--refresh"],
    ]);
    expect(planned.api).toMatchObject({
      ...{ requestsPerMinute: 60, maxRequests: 7, shards: 3, refresh: true },
    });
    expect(planned.detailRequests).toBe(0);
  });
});

describe("a base URL", () => {
  it.each([
    ["no key", [], false, "public", 10],
    ["a key", [], true, "demo", 30],
    ["a plan said", ["--plan=pro"], false, "pro", 250],
    ["a plan said and a key", ["--plan=public"], true, "public", 10],
  ])("with %s", (_, argv, hasKey, plan, requestsPerMinute) => {
    const { api } = run(["--source=https://proxy.example/v3/", ...argv], hasKey);
    expect(api).toMatchObject({ plan, requestsPerMinute, knowsOnlyNow: false });
    expect(api.baseUrl).toBe("https://proxy.example/v3");
    expect(api.source).toBe("https://proxy.example/v3");
  });

  it.each(["http://127.0.0.1:8080", "http://localhost/api", "http://[::1]:1", "http://127.9.9.9"])(
    "on loopback has no pace and no budget: %s",
    (url) => {
      expect(run([`--source=${url}`]).api).toMatchObject({
        ...{ requestsPerMinute: null, maxRequests: null },
      });
      const limited = run([`--source=${url}`, "--requestsPerMinute=5", "--maxRequests=6"]);
      expect(limited.api).toMatchObject({ requestsPerMinute: 5, maxRequests: 6 });
    },
  );

  it.each(["http://127.0.0.1.example", "http://localhost.example", "http://10.0.0.1"])(
    "that only looks like loopback keeps its pace: %s",
    (url) => {
      expect(run([`--source=${url}`]).api.requestsPerMinute).toBe(10);
    },
  );

  it("has an archive of its own", () => {
    const sources = [
      ...["public", "sample:5", "sample:50", "http://coingecko", "http://sample-5", "http://a"],
      ...["https://a", "http://a:1", "http://a/1", "http://a/b_c", "http://a/b/c", "http://a_1"],
      `http://a/${"b".repeat(300)}`,
      `http://a/${"b".repeat(301)}`,
    ];
    const archives = sources.map((source) => run([`--source=${source}`]).api.archive);
    expect(new Set(archives).size).toBe(sources.length);
    for (const archive of archives) expect(archive).toMatch(/^[\w.%~-]{1,120}$/);
  });
});

it("the sample is asked at its address, and labelled as a sample", () => {
  const planned = run(["--source=sample:7"], true, "http://127.0.0.1:40123");
  expect(planned.api).toEqual({
    ...{ source: "sample:7", archive: "sample-7", baseUrl: "http://127.0.0.1:40123" },
    ...{
      hasDayUrls: true,
      shownUrl: "sample:7",
      plan: "public",
      knowsOnlyNow: false,
      refresh: false,
    },
    ...{ requestsPerMinute: null, maxRequests: null, shards: 1 },
  });
  expect(planned.detailRequests).toBe(100);
});

describe("the date", () => {
  it("is the UTC day on which the run starts, or the one that is said", () => {
    expect(run([]).dates[0]).toBe("2026-01-02");
    expect(run(["--snapshotDate=2020-02-29"]).dates[0]).toBe("2020-02-29");
  });
});

describe("the warehouse", () => {
  it.each([
    [[], "duckdb:./out-sample/warehouse.duckdb"],
    [["--source=public"], "duckdb:./out/warehouse.duckdb"],
    [["--output=/data/x//"], "duckdb:/data/x/warehouse.duckdb"],
    [["--output=/"], "duckdb:/warehouse.duckdb"],
    [["--output=gs://bucket/x"], "none"],
    [["--warehouse=none"], "none"],
    [["--output=gs://bucket", "--warehouse=bigquery:p.d"], "bigquery:p.d"],
  ])("of %j is %s", (argv, warehouse) => {
    expect(run(argv).warehouse).toBe(warehouse);
  });
});

it("a run is plain JSON, and holds no key", () => {
  const before = process.env.COINGECKO_API_KEY;
  process.env.COINGECKO_API_KEY = "CG-nobody-may-see";
  try {
    const secret = "projects/p/secrets/s/versions/1";
    const planned = run(["--source=demo", `--apiKeySecret=${secret}`, "--coins=ids:a"], true);
    expect(JSON.parse(JSON.stringify(planned))).toEqual(planned);
    expect(JSON.stringify(planned)).not.toContain("CG-");
    expect(planned.api.apiKeySecret).toBe(secret);
  } finally {
    if (before === undefined) delete process.env.COINGECKO_API_KEY;
    else process.env.COINGECKO_API_KEY = before;
  }
});
