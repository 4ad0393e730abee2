import { parseCommandLine } from "../../pipelines/cli/command_line";
import { optionsOf, refusal } from "./parse";

describe("pipelines", () => {
  it("are all of them when none is named, in their own order", () => {
    expect(parseCommandLine([]).pipelines).toEqual(["date-dim", "market-snapshot", "asset-dim"]);
    expect(parseCommandLine(["market-snapshot", "date-dim", "date-dim"]).pipelines).toEqual([
      "date-dim",
      "market-snapshot",
    ]);
  });

  it("can stand between options", () => {
    const { pipelines, options } = parseCommandLine(["--force", "asset-dim", "--output", "x"]);
    expect(pipelines).toEqual(["asset-dim"]);
    expect(options).toMatchObject({ force: true, output: "x" });
  });

  it("that there are not are refused, with those that there are", () => {
    expect(refusal("market-snapshots")).toMatch(
      /market-snapshots.*date-dim, market-snapshot, asset-dim/,
    );
    expect(refusal("market-snapsot")).toContain("Did you mean market-snapshot?");
  });
});

it("without arguments every option has the default that the help names", () => {
  const given = Object.entries(optionsOf()).filter(([, value]) => value !== undefined);
  expect(Object.fromEntries(given)).toMatchObject({
    ...{ source: { kind: "sample", coins: 2_500 }, refresh: false, coins: { kind: "all" } },
    ...{ vsCurrency: "usd", includeRehypothecated: true, apiShards: 1 },
    ...{ output: "./out-sample" },
    ...{ maxRejects: { share: 0.01 }, force: false, runner: "direct" },
  });
  const none = ["plan", "apiKeySecret", "snapshotDate", "warehouse"] as const;
  for (const name of [...none, "requestsPerMinute", "maxRequests", "detailRequests"] as const) {
    expect(given.map(([option]) => option)).not.toContain(name);
  }
});

it("the history runs only where it is named", () => {
  const daily = ["date-dim", "market-snapshot", "asset-dim"];
  expect(parseCommandLine([]).pipelines).toEqual(daily);
  expect(parseCommandLine(["all"]).pipelines).toEqual(daily);
  const named = parseCommandLine(["marketHistory", "all", "--coins=top:5"]);
  expect(named.pipelines).toEqual([...daily, "market-history"]);
});

describe("a name", () => {
  it.each([
    ["--snapshotDate=2026-01-02", "--snapshot-date=2026-01-02", "--snapshot_date=2026-01-02"],
    ["--vsCurrency=eur", "--vs-currency=eur", "--vs_currency=eur"],
    ["--maxRequests=5", "--max-requests=5", "--max_requests=5"],
    ["--includeRehypothecated", "--include-rehypothecated", "--include_rehypothecated"],
  ])("can be written %s, %s, %s", (...spellings) => {
    const [camel, ...others] = spellings.map((spelling) => optionsOf(spelling));
    for (const other of others) expect(other).toEqual(camel);
    expect(camel).not.toEqual({ ...optionsOf(), includeRehypothecated: false });
  });

  it.each([
    ["--snapshotDat=2026-01-02", "--snapshotDate"],
    ["--snapshot-dates=2026-01-02", "--snapshotDate"],
    ["--snapshot_dte", "--snapshotDate"],
    ["--requests-per-minut=5", "--requestsPerMinute"],
    ["--include-rehypotecated=false", "--includeRehypothecated"],
    ["--outputs=./a/very/long/path/that/hides/the/name", "--output"],
    ["--coin=all", "--coins"],
    ["--refesh", "--refresh"],
  ])("%s is refused with the nearest one, %s", (argument, nearest) => {
    expect(refusal(argument)).toMatch(
      new RegExp(`^Unknown option '--\\w+' \\(Did you mean ${nearest}\\?\\) See --help\\.$`),
    );
  });

  it("that is like none is refused all the same", () => {
    expect(refusal("--xyzzy-plugh=1")).toMatch(/^Unknown option '--xyzzyPlugh'\. See --help\.$/);
    expect(refusal("-x")).toMatch(/^Unknown option '-x'/);
  });
});

describe("options that don't fit together", () => {
  it.each([
    [["--startDate=2026-01-02", "--endDate=2026-01-01"], /is after --endDate=2026-01-01: swap/],
    [
      ["--startDate=0001-01-01", "--endDate=9999-12-31"],
      /--startDate=0001-01-01 to --endDate=9999-12-31 are 3,652,059 days: a calendar has at most 366,000/,
    ],
    [["--startDate=1028-01-01"], /are 366,339 days: a calendar has at most 366,000/],
    [["--startDate=2031-01-01"], /--startDate=2031-01-01 is after --endDate=2030-12-31/],
    [["--source=public", "--plan=pro"], /--plan=pro does not fit --source=public: leave --plan/],
    [["--requestsPerMinute=2", "--apiShards=3"], /can't be distributed over --apiShards=3/],
    [
      ["--maxRequests=2", "--apiShards=3"],
      /--maxRequests=2 can't be distributed over --apiShards=3/,
    ],
  ])("%j", (argv, message) => {
    expect(refusal(...argv)).toMatch(message);
  });

  it("but those that do are taken", () => {
    expect(optionsOf("--source=pro", "--plan=pro").source).toMatchObject({ plan: "pro" });
    expect(optionsOf("--startDate=2026-01-01", "--endDate=2026-01-01").endDate).toBe("2026-01-01");
    expect(optionsOf("--maxRequests=3", "--apiShards=3").apiShards).toBe(3);
  });
});

describe("a message", () => {
  it.each([
    ["--output\n=x"],
    ["--coins=a\nb\r\nc"],
    ["--source=a\tb\nc"],
    ["a\nb"],
    ["--un\nknown"],
    ["--unknown=a\nb"],
  ])("is one line: %j", (argument) => {
    expect(refusal(argument)).not.toMatch(/[\r\n]/);
  });

  it.each([
    [["--apiKeySecret=CG-secret"]],
    [["--apiKey=CG-secret"]],
    [["--api-key", "CG-secret"]],
    [["--coingecko_api_key=CG-secret"]],
    [["--source=https://user:CG-secret@host/api"]],
    [["--source=https://host/api?x_cg_demo_api_key=CG-secret"]],
    [["--source=https://host/api#CG-secret"]],
  ])("repeats no key: %j", (argv) => {
    expect(refusal(...argv)).not.toContain("CG-");
  });
});
