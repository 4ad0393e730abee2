import { cryptoMarketSnapshotFact } from "../../schemas/crypto_market_snapshot_fact";
import type { Row } from "../../schemas/table";
import type { Run } from "../run";
import type { RunReport } from "../run_report";
import type { ObjectStore } from "../sinks/object_store";
import { csvPath } from "../sinks/paths";
import { readCsv } from "../sinks/read_csv";

/** Movers are looked for among the coins of at most this rank: small coins jump without meaning. */
const moversRank = 250;
const moversShown = 3;

/** What a run did, for a person: a few lines of text. */
export async function summarize(run: Run, report: RunReport, store: ObjectStore): Promise<string> {
  const lines = [headline(report), counts(report)];
  if (report.pipeline !== "date-dim") lines.push(calls(report));
  for (const { path, rows, bytes } of report.files) {
    if (path.startsWith("rejected/") && rows === 0) continue;
    lines.push(`${store.url}/${path}  ${number(rows)} rows, ${size(bytes)}`);
  }
  // Behind the pipeline's own table come those that keep record of its runs.
  for (const { name, rows } of report.tables.slice(0, 1)) {
    lines.push(`${run.warehouse}  ${name}: ${number(rows)} rows`);
  }
  lines.push(...report.warnings.map((warning) => `Note: ${warning}`));
  if (report.pipeline === "market-snapshot") lines.push(...(await movers(run, store)));
  return `${lines.map((line, index) => (index === 0 ? line : `  ${line}`)).join("\n")}\n`;
}

function headline(report: RunReport): string {
  const seconds = (Date.parse(report.finished_at) - Date.parse(report.started_at)) / 1_000;
  const { pipeline, snapshot_date, source } = report;
  const from =
    pipeline === "date-dim"
      ? ""
      : `, from ${source}${source.startsWith("sample") ? " (made-up data)" : ""}`;
  return `${pipeline}  ${snapshot_date}  done in ${seconds.toFixed(1)} s${from}`;
}

function counts({ pipeline, counts: { rows, duplicates, rejects, missing } }: RunReport): string {
  if (pipeline === "date-dim") return `${number(rows)} days`;
  const parts = [`${number(rows)} coins`, `${number(duplicates)} duplicates`];
  return [...parts, `${number(rejects)} rejected`, `${number(missing)} missing`].join(", ");
}

function calls({ api }: RunReport): string {
  const { requests, from_archive, retries, rate_limited } = api;
  if (requests === 0) {
    return `No API call: all ${number(from_archive)} answers were in the archive (--refresh asks again)`;
  }
  const extra = retries > 0 ? ` (${retries} retries, ${rate_limited} of them rate limits)` : "";
  return `${number(requests)} API calls${extra}, ${number(from_archive)} answers from the archive`;
}

async function movers(run: Run, store: ObjectStore): Promise<string[]> {
  const content = await store.read(csvPath(cryptoMarketSnapshotFact, run.snapshotDate));
  if (!content) return [];
  const moved: { name: string; change: number }[] = [];
  for await (const row of readCsv(cryptoMarketSnapshotFact, content)) {
    const rank = row.market_cap_rank;
    // Rows are ordered by rank: nothing behind this one counts.
    if (typeof rank !== "number" || rank > moversRank) break;
    const change = row.price_change_percentage_24h;
    if (typeof change === "number") moved.push({ name: nameOf(row), change });
  }
  content.destroy();
  moved.sort((a, b) => b.change - a.change);
  const show = (list: typeof moved) =>
    list.map(({ name, change }) => `${name} ${change > 0 ? "+" : ""}${change.toFixed(1)}%`);
  const up = show(moved.filter(({ change }) => change > 0).slice(0, moversShown));
  const down = show(
    moved
      .filter(({ change }) => change < 0)
      .slice(-moversShown)
      .reverse(),
  );
  return [
    ...(up.length > 0 ? [`Top movers up:    ${up.join(", ")}`] : []),
    ...(down.length > 0 ? [`Top movers down:  ${down.join(", ")}`] : []),
  ];
}

function nameOf(row: Row): string {
  return String(row.name ?? row.asset_id).slice(0, 30);
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function size(bytes: number): string {
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
