import { errorLine, exitCodeOf } from "../../pipelines/cli/error_line";
import { notes } from "../../pipelines/cli/notes";
import { readCommand } from "../../pipelines/cli/read_command";

/**
 * What a person types, and what comes of it: 0 for a run (or a text) that may begin, with its notes,
 * and 2 with the lines of the error.
 */
function outcome(argv: readonly string[]): { code: number; lines: readonly string[] } {
  try {
    const command = readCommand(argv, 80);
    if (command.kind === "text") return { code: 0, lines: [command.text.split("\n")[0] ?? ""] };
    return { code: 0, lines: notes(command.commandLine) };
  } catch (error) {
    return { code: exitCodeOf(error), lines: errorLine(error, false).split("\n") };
  }
}

const dataflow =
  "--runner=dataflow --project=my-project --region=us-central1 --tempLocation=gs://my-bucket/t --sdkContainerImage=gcr.io/p/i:1 --output=gs://my-bucket/o --source=public";

/** Command line, exit code, and its line, or the beginning of each of its lines. */
const table: [line: string, code: number, ...lines: string[]][] = [
  // Pipelines
  ["", 0],
  ["all", 0],
  ["date-dim", 0],
  ["marketSnapshot asset_dim", 0],
  ["ALL", 0],
  ["market_history --coins=top:100", 0],
  ["all market-history --coins=ids:bitcoin,ethereum", 0],
  ["market-snapsot", 2, "Unknown pipeline 'market-snapsot' (Did you mean market-snapshot?): name"],
  ["datedim", 2, "Unknown pipeline 'datedim' (Did you mean date-dim?): name"],
  [
    "everything",
    2,
    "Unknown pipeline 'everything': name date-dim, market-snapshot, asset-dim, market-history, or all.",
  ],
  // Texts
  ["help", 0, "Usage: crypto-pipelines"],
  ["--help", 0, "Usage: crypto-pipelines"],
  ["market-snapshot -h", 0, "Usage: crypto-pipelines"],
  ["help coins", 0, "--coins=all|top:N|ids:a,b,c|category:ID"],
  ["help Runner", 0, "--runner=direct|jobServer|dataflow"],
  ["help dataflow", 0, "Dataflow:"],
  ["help asset-dim", 0, "asset-dim: Keeps a row for every coin"],
  ["help nothing", 2, "There is no help on 'nothing': name an option, a pipeline, or one of"],
  ["version", 0, "crypto-pipelines "],
  ["--version", 0, "crypto-pipelines "],
  // Names of options
  ["--snapshot-date=2026-01-02", 0],
  ["--snapshot_date 2026-01-02", 0],
  ["--sorce=public", 2, "Unknown option '--sorce' (Did you mean --force or --source?)"],
  ["--date=2026-01-02", 2, "Unknown option '--date' (Did you mean --snapshotDate?)"],
  ["--date 2026-01-02", 2, "Unknown option '--date' (Did you mean --snapshotDate?)"],
  ["--currency=eur", 2, "Unknown option '--currency' (Did you mean --vsCurrency?)"],
  ["--top=100", 2, "Unknown option '--top' (Did you mean --coins=top:N?)"],
  ["--out=x", 2, "Unknown option '--out' (Did you mean --output?)"],
  ["--xyzzy", 2, "Unknown option '--xyzzy'. See --help."],
  ["-x", 2, "Unknown option '-x'. See --help."],
  ["--output", 2, "Option '--output <DIR|gs://BUCKET/PREFIX>' argument missing. See --help."],
  ["--coins --refresh", 2, "Option '--coins <all|top:N|ids:a,b,c|category:ID>' argument missing."],
  ["--apiKey=CG-secret", 2, "--apiKey is not supported: a key is never an option."],
  ["--api-key CG-secret", 2, "--apiKey is not supported: a key is never an option."],
  [
    "--worker_binary=x",
    2,
    "--workerBinary is not supported: the workers' program is in the image.",
  ],
  // Values
  [
    "--coins=bitcoin,ethereum",
    2,
    "--coins=bitcoin,ethereum: expected all, top:N, ids:a,b,c, or category:ID, such as ids:bitcoin,ethereum.",
  ],
  [
    "--coins=100",
    2,
    "--coins=100: expected all, top:N, ids:a,b,c, or category:ID, such as top:100.",
  ],
  [
    "--coins=top100",
    2,
    "--coins=top100: expected all, top:N, ids:a,b,c, or category:ID, such as top:100.",
  ],
  ["--coins=top:0", 2, "--coins=top:0: expected all, top:N, ids:a,b,c, or category:ID."],
  ["--snapshotDate=2026-02-30", 2, "--snapshotDate=2026-02-30: there is no such day."],
  ["--snapshotDate=yesterday", 2, "--snapshotDate=yesterday: expected a date, YYYY-MM-DD ("],
  ["--vsCurrency=USD", 2, "--vsCurrency=USD: expected a currency code in lower case, such as usd."],
  [
    "--source=coingecko",
    2,
    "--source=coingecko: expected sample, sample:COINS, public, demo, pro, or a base URL.",
  ],
  [
    "--source=https://u:CG-secret@host",
    2,
    "--source=https://…host: a base URL must hold no password;",
  ],
  [
    "--output=s3://bucket/x",
    2,
    "--output=s3://bucket/x: s3:// is not supported: expected a directory or gs://BUCKET/PREFIX.",
  ],
  ["--output=~/out", 0],
  ["--output=a?b", 2, '--output=a?b: DuckDB opens no file whose path has a "?".'],
  ["--output=gs://Bucket", 2, "--output=gs://Bucket: expected a directory or gs://BUCKET/PREFIX."],
  [
    "--warehouse=postgres:x",
    2,
    "--warehouse=postgres:x: expected duckdb:FILE, bigquery:PROJECT.DATASET, or none.",
  ],
  ["--maxRejects=many", 2, "--maxRejects=many: expected a share such as 1%, or a count."],
  ["--requestsPerMinute=0", 2, "--requestsPerMinute=0: expected a whole number from 1 to 60000."],
  ["--refresh=maybe", 2, "--refresh=maybe: expected true or false."],
  ["--runner=spark", 2, "--runner=spark: expected direct or jobServer or dataflow."],
  // All at once
  [
    "market-snapsot --coins=top:0 --date=x --maxRejects=many",
    2,
    "Unknown option '--date'",
    "Unknown pipeline 'market-snapsot'",
    "--coins=top:0: expected",
    "--maxRejects=many: expected",
  ],
  // Together
  [
    "--startDate=2026-02-01 --endDate=2026-01-01",
    2,
    "--startDate=2026-02-01 is after --endDate=2026-01-01: swap them.",
  ],
  [
    "--source=public --plan=pro",
    2,
    "--plan=pro does not fit --source=public: leave --plan out, it follows the source.",
  ],
  [
    "--maxRequests=2 --apiShards=3",
    2,
    "--maxRequests=2 can't be distributed over --apiShards=3: use fewer shards.",
  ],
  [
    "--project=my-project",
    2,
    "--project is not supported by --runner=direct: leave it out, or pass --runner=dataflow.",
  ],
  [
    "--runner=jobServer",
    2,
    "--runner=jobServer needs --jobEndpoint=HOST:PORT, the address of a Beam job server.",
  ],
  [
    "--runner=dataflow",
    2,
    "--runner=dataflow needs --project=PROJECT, the Google Cloud project of the job.",
  ],
  [`market-snapshot ${dataflow}`, 0],
  [
    dataflow,
    2,
    "market-snapshot and asset-dim would run at once, each at the full rate: add --wait,",
  ],
  [
    "market-history",
    2,
    "--coins=all is not supported by market-history, which makes a call a coin and year: pass --coins=top:N,",
  ],
  [
    "all market-history --coins=category:a",
    2,
    "--coins=category:a is not supported by market-hist",
  ],
  ["market-history --coins=top:0", 2, "--coins=top:0: expected all, top:N, ids:a,b,c"],
  // Without effect
  [
    "market-history --coins=top:9 --extras=none",
    0,
    "Note: --extras has no effect on market-history.",
  ],
  ["date-dim --coins=top:5", 0, "Note: --coins has no effect on date-dim."],
  [
    "market-snapshot --startDate=2026-01-01",
    0,
    "Note: --startDate has no effect on market-snapshot.",
  ],
  ["market-snapshot --plan=demo", 0, "Note: --plan has no effect with --source=sample."],
];

it.each(table.map(([line, code, ...lines]) => ({ line, code, lines })))(
  "crypto-pipelines $line",
  ({ line, code, lines }) => {
    const result = outcome(line.split(" ").filter((word) => word !== ""));
    const expected = lines.map((start) => expect.stringMatching(literal(start)) as string);
    expect(result).toEqual({ code, lines: expected });
    expect(result.lines.join("\n")).not.toContain("CG-");
  },
);

function literal(start: string): RegExp {
  return new RegExp(`^${start.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}

it("a base URL of the paid plan's host implies that plan", () => {
  const command = readCommand(["--source=https://pro-api.coingecko.com/api/v3"], 80);
  expect(command).toMatchObject({ commandLine: { options: { source: { plan: "pro" } } } });
});
