// node scripts/compare_builds.mjs OLD_CHECKOUT NEW_CHECKOUT [RECORDINGS]: shows whether two builds of the
// project give the same results. Both checkouts must be built (`node scripts/prepare.mjs`).
//
// For each case the old build's market server serves both, the old build fetches, and the new one reads
// the answers that the old one archived, so that even the times of fetching are equal. Then all files
// below the outputs are compared byte for byte, run reports without the ids and times of the runs, and
// the DuckDB warehouses row by row. Cases are sample markets on DirectRunner, and on Prism where that is
// installed, and the days of RECORDINGS, a folder of recorded answers (see `npm run test:recorded`).
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { day, onPrism, samples } from "./compare_builds/cases.mjs";
import { compareFiles } from "./compare_builds/files.mjs";
import { recordedDates } from "./compare_builds/recorded_dates.mjs";
import { startMarket, startPrism } from "./compare_builds/servers.mjs";
import { compareWarehouses } from "./compare_builds/warehouses.mjs";

const [oldBuild, newBuild, recordings] = process.argv.slice(2).map((path) => resolve(path));
if (newBuild === undefined) {
  console.error("Usage: node scripts/compare_builds.mjs OLD_CHECKOUT NEW_CHECKOUT [RECORDINGS]");
  process.exit(2);
}

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
  const server = await startMarket(oldBuild, [...market, `--date=${date}`]);
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
  const dates = recordedDates(recordings);
  for (const date of dates) {
    const server = await startMarket(oldBuild, [`--replay=${recordings}`, `--date=${date}`]);
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
  const tables = await compareWarehouses(newBuild, outputs, differences);
  const result = differences.length === 0 ? "same" : `${differences.length} differences`;
  rows.push({ case: name, files, tables: tables.count, rows: tables.rows, result });
  console.log(`${name}: ${result} (${files} files, ${tables.rows} rows of ${tables.count} tables)`);
  for (const difference of differences.slice(0, 10)) console.log(`  ${difference}`);
}
