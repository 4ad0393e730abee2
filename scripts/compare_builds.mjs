// node scripts/compare_builds.mjs OLD_CHECKOUT NEW_CHECKOUT [RECORDINGS]: shows whether two builds of the
// project give the same results. Both checkouts must be built (`node scripts/prepare.mjs`).
//
// For each case the old build's market server serves both, the old build fetches, and the new one reads
// the answers that the old one archived, so that even the times of fetching are equal. Then all files
// below the outputs are compared byte for byte, run reports without the ids and times of the runs, and
// the DuckDB warehouses row by row. Cases are sample markets on DirectRunner, and on Prism where that is
// installed, and the days of RECORDINGS, a folder of recorded answers (see `npm run test:recorded`).
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";

const [oldBuild, newBuild, recordings] = process.argv.slice(2).map((path) => resolve(path));
if (newBuild === undefined) {
  console.error("Usage: node scripts/compare_builds.mjs OLD_CHECKOUT NEW_CHECKOUT [RECORDINGS]");
  process.exit(2);
}

/** What differs between any two runs: their ids and times, and who asked the API. */
const isVolatile = (name) =>
  ["run_id", "started_at", "finished_at", "api"].includes(name) || name.startsWith("api_");

const day = "2026-01-02";
const details = ["--detailRequests=30"];
const samples = [
  { name: "40 coins", market: ["--coins=40"], options: details },
  { name: "1,000 coins", market: ["--coins=1000"], options: details },
  { name: "1,000 coins, seed 7", market: ["--coins=1000", "--seed=7"], options: details },
  {
    name: "1,000 coins, another day",
    date: "2026-03-01",
    market: ["--coins=1000"],
    options: details,
  },
  {
    name: "1,000 coins, faults",
    market: ["--coins=1000", "--faults=moves:0.5,serverError:0.1"],
    options: details,
  },
  {
    name: "1,000 coins, 3 shards",
    market: ["--coins=1000"],
    options: [...details, "--apiShards=3"],
  },
  { name: "top 100", market: ["--coins=1000"], options: [...details, "--coins=top:100"] },
  { name: "some ids", market: ["--coins=1000"], options: details, ids: 20 },
  {
    name: "a category",
    market: ["--coins=1000"],
    options: [...details, "--coins=category:layer-1"],
  },
  {
    name: "no rehypothecated",
    market: ["--coins=1000"],
    options: [...details, "--includeRehypothecated=false"],
  },
  { name: "17,500 coins", market: ["--coins=17500"], options: details },
];
const onPrism = samples.filter(({ name }) => ["1,000 coins", "17,500 coins"].includes(name));

const children = new Set();
process.once("exit", () => {
  for (const child of children) child.kill();
});

const folder = mkdtempSync(join(tmpdir(), "compare-builds-"));
const rows = [];
try {
  for (const sample of samples) await compare(`${sample.name}, DirectRunner`, sample);
  const prism = await startPrism();
  if (prism) {
    const runner = ["--runner=jobServer", `--jobEndpoint=${prism.endpoint}`];
    for (const sample of onPrism) {
      await compare(`${sample.name}, Prism`, {
        ...sample,
        options: [...sample.options, ...runner],
      });
    }
    prism.child.kill();
  } else {
    console.error("Not compared on Prism, which is not installed.");
  }
  if (recordings !== undefined) await compareRecordings();
} finally {
  rmSync(folder, { recursive: true });
}
console.log("");
console.table(rows);
const different = rows.filter(({ result }) => result !== "same").length;
console.log(`${rows.length - different} cases the same, ${different} different`);
process.exit(different === 0 ? 0 : 1);

/** Runs all pipelines of both builds over a sample market, and compares what they leave. */
async function compare(name, { market, options, ids = 0, date = day }) {
  const outputs = newOutputs();
  const server = await startMarket([...market, `--date=${date}`]);
  const end = "--endDate=2021-12-31";
  try {
    const coins = ids === 0 ? [] : [`--coins=ids:${await someIds(server.url, ids)}`];
    const common = [`--source=${server.url}`, `--snapshotDate=${date}`, end];
    runBoth(outputs, [...common, ...options, ...coins]);
    await addRow(name, outputs);
  } finally {
    server.child.kill();
    rmSync(outputs.folder, { recursive: true });
  }
}

async function someIds(url, count) {
  const list = await (await fetch(`${url}/coins/list`)).json();
  return list
    .slice(0, count)
    .map(({ id }) => id)
    .join(",");
}

/** Runs market-snapshot for every recorded day, into one output and warehouse a build. */
async function compareRecordings() {
  const outputs = newOutputs();
  const dates = recordedDates();
  for (const date of dates) {
    const server = await startMarket([`--replay=${recordings}`, `--date=${date}`]);
    try {
      runBoth(outputs, ["market-snapshot", `--source=${server.url}`, `--snapshotDate=${date}`]);
    } finally {
      server.child.kill();
    }
  }
  await addRow(`${dates.length} recorded days`, outputs);
}

function newOutputs() {
  const ofCase = mkdtempSync(join(folder, "case-"));
  return { folder: ofCase, old: join(ofCase, "old"), new: join(ofCase, "new") };
}

function runBoth(outputs, args) {
  run(oldBuild, outputs.old, args);
  cpSync(join(outputs.old, "raw"), join(outputs.new, "raw"), { recursive: true });
  run(newBuild, outputs.new, args);
}

function run(build, output, args) {
  const { bin } = JSON.parse(readFileSync(join(build, "package.json"), "utf8"));
  const program = join(build, bin["crypto-pipelines"]);
  const options = ["--maxRejects=50%", `--output=${output}`];
  const { status, stderr } = spawnSync(process.execPath, [program, ...args, ...options], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) {
    throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr.slice(-2_000)}`);
  }
}

async function addRow(name, outputs) {
  const { differences, files } = compareFiles(outputs);
  const tables = await compareWarehouses(outputs, differences);
  const result = differences.length === 0 ? "same" : `${differences.length} differences`;
  rows.push({ case: name, files, tables: tables.count, rows: tables.rows, result });
  console.log(`${name}: ${result} (${files} files, ${tables.rows} rows of ${tables.count} tables)`);
  for (const difference of differences.slice(0, 10)) console.log(`  ${difference}`);
}

function compareFiles({ old, new: changed }) {
  const differences = [];
  const paths = [...new Set([...filesBelow(old), ...filesBelow(changed)])].sort();
  for (const path of paths.filter((one) => one !== "warehouse.duckdb")) {
    const [before, after] = [old, changed].map((output) => contentOf(join(output, path), path));
    if (before !== after) differences.push(`${path}: ${firstDifference(before, after)}`);
  }
  return { differences, files: paths.length };
}

function filesBelow(output) {
  return readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(output, join(entry.parentPath, entry.name)));
}

/** A file's bytes; a run report without its volatile fields. Undefined for a file that is not there. */
function contentOf(file, path) {
  if (!existsSync(file)) return undefined;
  if (!path.startsWith("runs/")) return readFileSync(file, "latin1");
  return JSON.stringify(JSON.parse(readFileSync(file, "utf8"), withoutVolatile), null, 1);
}

function withoutVolatile(key, value) {
  return isVolatile(key) ? undefined : value;
}

async function compareWarehouses(outputs, differences) {
  const [before, after] = [await dump(outputs.old), await dump(outputs.new)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  let count = 0;
  for (const name of names) {
    const [one, other] = [before.get(name), after.get(name)];
    count += one?.length ?? 0;
    if (one?.join("\n") === other?.join("\n")) continue;
    differences.push(`table ${name}: ${firstDifference(one?.join("\n"), other?.join("\n"))}`);
  }
  return { count: names.length, rows: count };
}

/** The rows of every table of an output's warehouse, sorted, each as JSON. */
async function dump(output) {
  const { DuckDBInstance } = createRequire(join(newBuild, "package.json"))("@duckdb/node-api");
  const file = join(output, "warehouse.duckdb");
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const read = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  await connection.run("SET TimeZone = 'UTC'");
  const tables = new Map();
  for (const { name } of await read("SELECT table_name AS name FROM information_schema.tables")) {
    const found = await read(`SELECT * FROM "${name}"`);
    tables.set(name, found.map((row) => JSON.stringify(row, withoutVolatile)).sort());
  }
  connection.closeSync();
  instance.closeSync();
  return tables;
}

function firstDifference(before, after) {
  if (before === undefined || after === undefined) {
    return before === undefined ? "only in the new build" : "only in the old build";
  }
  const [lines, others] = [before.split("\n"), after.split("\n")];
  const at = lines.findIndex((line, index) => line !== others[index]);
  const line = at < 0 ? lines.length : at;
  const shown = (text) => (text === undefined ? "no line" : JSON.stringify(text.slice(0, 200)));
  return `line ${line + 1}: ${shown(lines[line])} became ${shown(others[line])}`;
}

/** The old build's market server. */
async function startMarket(args) {
  const { scripts } = JSON.parse(readFileSync(join(oldBuild, "package.json"), "utf8"));
  const [, program] = / node (dist\S+)$/.exec(scripts.market);
  const child = spawn(process.execPath, [join(oldBuild, program), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`The market server did not start: ${args.join(" ")}.`);
}

/** Prism as the end-to-end tests install it; null where they have not. */
async function startPrism() {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "crypto-pipelines");
  const versions = existsSync(cache)
    ? readdirSync(cache).filter((name) => name.startsWith("prism-"))
    : [];
  const version = versions.sort().at(-1);
  if (version === undefined) return null;
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  const args = ["-job_port", String(port), "-serve_http=false"];
  const child = spawn(join(cache, version, "prism"), args, { stdio: "ignore" });
  children.add(child);
  while (!(await listens(port))) await new Promise((next) => setTimeout(next, 100));
  return { child, endpoint: `127.0.0.1:${port}` };
}

function listens(port) {
  return new Promise((answer) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => answer(true)).once("error", () => answer(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** The days of the recorded market pages: lines of markets_*.jsonl.gz, and names of markets_*.json. */
function recordedDates() {
  const dates = new Set();
  for (const name of readdirSync(recordings).filter((one) => one.startsWith("markets_"))) {
    if (name.endsWith(".jsonl.gz")) {
      const text = gunzipSync(readFileSync(join(recordings, name))).toString("utf8");
      for (const [, date] of text.matchAll(/^\{"fetched_at": ?"(\d{4}-\d\d-\d\d)/gm))
        dates.add(date);
    } else {
      const [date] = /\d{4}-\d\d-\d\d/.exec(name) ?? [];
      if (date !== undefined) dates.add(date);
    }
  }
  return [...dates].sort();
}
