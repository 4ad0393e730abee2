import { pipelineSpecs } from "../options/pipeline_spec";
import type { Run } from "../run/run";
import type { ReportedMover, RunReport } from "../run/report";
import type { ObjectStore } from "../storage/object_store";

/** What a run did, for a person: a few lines of text. */
export function summarize(run: Run, report: RunReport, store: ObjectStore): string {
  const lines = [headline(report), counts(report)];
  if (pipelineSpecs[report.pipeline].callsApi) lines.push(calls(report));
  for (const { path, rows, bytes } of report.files) {
    if (path.startsWith("rejected/") && rows === 0) continue;
    lines.push(`${store.url}/${path}  ${number(rows)} rows, ${size(bytes)}`);
  }
  // After the pipeline's own table come those that record its runs.
  for (const { name, rows } of report.tables.slice(0, 1)) {
    lines.push(`${run.warehouse}  ${name}: ${number(rows)} rows`);
  }
  lines.push(...report.warnings.map((warning) => `Note: ${warning}`));
  lines.push(...movers(report));
  return `${lines.map((line, index) => (index === 0 ? line : `  ${line}`)).join("\n")}\n`;
}

function headline(report: RunReport): string {
  const seconds = (Date.parse(report.finished_at) - Date.parse(report.started_at)) / 1_000;
  const { pipeline, snapshot_date, source } = report;
  const from = !pipelineSpecs[pipeline].callsApi
    ? ""
    : `, from ${source}${source.startsWith("sample") ? " (made-up data)" : ""}`;
  return `${pipeline}  ${snapshot_date}  done in ${seconds.toFixed(1)} s${from}`;
}

function counts({ pipeline, counts: { rows, duplicates, rejects, missing } }: RunReport): string {
  const { rowsAre, callsApi } = pipelineSpecs[pipeline];
  const parts = [`${number(rows)} ${rowsAre}`];
  if (!callsApi) return parts.join(", ");
  parts.push(`${number(duplicates)} duplicates`);
  parts.push(`${number(rejects)} rejected`, `${number(missing)} missing`);
  return parts.join(", ");
}

function calls({ api }: RunReport): string {
  const { requests, from_archive, retries, rate_limited } = api;
  if (requests === 0) {
    return `No API call: all ${number(from_archive)} answers were in the archive (--refresh asks again)`;
  }
  const extra = retries > 0 ? ` (${retries} retries, ${rate_limited} of them rate limits)` : "";
  return `${number(requests)} API calls${extra}, ${number(from_archive)} answers from the archive`;
}

function movers({ top_movers: { up, down } = { up: [], down: [] } }: RunReport): string[] {
  const shown = (list: readonly ReportedMover[]) =>
    list
      .map(({ asset_id, name, price_change_percentage_24h: change }) => {
        const coin = (name ?? asset_id).slice(0, 30);
        return `${coin} ${change > 0 ? "+" : ""}${change.toFixed(1)}%`;
      })
      .join(", ");
  return [
    ...(up.length > 0 ? [`Top movers up:    ${shown(up)}`] : []),
    ...(down.length > 0 ? [`Top movers down:  ${shown(down)}`] : []),
  ];
}

function number(value: number): string {
  // Intl takes 20 ms to load.
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function size(bytes: number): string {
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
