import { createInterface } from "node:readline";
import * as v from "valibot";
import { recordTablesOf } from "../../../schemas/tables";
import { countText } from "../../core/text/count_text";
import { sizeText } from "../../core/text/size_text";
import { pipelineSpecs } from "../../options/pipeline_spec";
import { rejectedPath } from "../../run/paths";
import { missingIdsNote, reportPath, type ReportedMover, type RunReport } from "../../run/report";
import type { DayRuns } from "../../run/day_runs";
import type { ObjectStore } from "../../storage/object_store";
import type { TextLayout } from "./text_layout";
import { elapsedText, placeText } from "./words";

/** How many ids of missing or rejected coins a summary names. */
const idsShown = 3;
/** What stands below a headline is indented. */
const lineIndent = 2;

/** What a run did, for a person: a few lines of text. */
export async function summarize(
  run: Pick<DayRuns, "warehouse">,
  report: RunReport,
  store: ObjectStore,
  layout: TextLayout,
): Promise<string> {
  const lines = [
    counts(report),
    ...(pipelineSpecs[report.pipeline].callsApi ? [calls(report)] : []),
    ...places(run, report, store),
    ...missing(report, store, layout),
    ...(await rejects(report, store, layout)),
    ...notes(report, layout),
    ...movers(report, layout),
  ];
  const text = lines.map((line) => layout.paragraph(line, lineIndent));
  return `${[layout.paragraph(headline(report, layout)), ...text].join("\n")}\n`;
}

function headline(report: RunReport, layout: TextLayout): string {
  const { pipeline, snapshot_date, source, started_at, finished_at } = report;
  const time = elapsedText(Date.parse(finished_at) - Date.parse(started_at));
  const from = !pipelineSpecs[pipeline].callsApi
    ? ""
    : `, from ${source}${source.startsWith("sample") ? " (made-up data)" : ""}`;
  return `${layout.style("bold", pipeline)}  ${snapshot_date}  ${layout.style("green", "done")} in ${time}${from}`;
}

export function counts({
  pipeline,
  counts: { rows, duplicates, rejects, missing },
}: RunReport): string {
  const { rowsAre, callsApi } = pipelineSpecs[pipeline];
  const parts = [`${countText(rows)} ${rowsAre}`];
  if (!callsApi) return parts.join(", ");
  parts.push(`${countText(duplicates)} duplicates`);
  parts.push(`${countText(rejects)} rejected`, `${countText(missing)} missing`);
  return parts.join(", ");
}

function calls({ api }: RunReport): string {
  const { requests, from_archive, retries, rate_limited } = api;
  if (requests === 0) {
    return `No API call: all ${countText(from_archive)} answers were in the archive (--refresh asks again)`;
  }
  const extra = retries > 0 ? ` (${retries} retries, ${rate_limited} of them rate limits)` : "";
  return `${countText(requests)} API calls${extra}, ${countText(from_archive)} answers from the archive`;
}

function* places(
  { warehouse }: Pick<DayRuns, "warehouse">,
  report: RunReport,
  store: ObjectStore,
): Generator<string> {
  for (const { path, rows, bytes } of report.files) {
    if (path.startsWith("rejected/")) continue;
    yield `${store.url}/${path}  ${rowsText(rows)}, ${sizeText(bytes)}`;
  }
  // Those that record its runs are left out.
  const records = new Set(recordTablesOf(report.pipeline).map(({ name }) => name));
  const filled = report.tables.filter(({ name }) => !records.has(name));
  const tables = filled.map(({ name, rows }) => `${name}: ${rowsText(rows)}`);
  if (tables.length > 0) yield `${placeText(warehouse)}  ${tables.join(", ")}`;
}

function rowsText(rows: number): string {
  return `${countText(rows)} ${rows === 1 ? "row" : "rows"}`;
}

function missing(report: RunReport, store: ObjectStore, layout: TextLayout): string[] {
  const { counts, missing_ids: ids, snapshot_date, pipeline } = report;
  if (ids.length === 0) return [];
  const path = reportPath({ pipeline, snapshotDate: snapshot_date });
  return [
    `${layout.style("yellow", "Missing:")} ${firstOf(ids, counts.missing)}: listed, but in no answer; all ids: ${store.url}/${path}`,
  ];
}

const rejectedLine = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ asset_id: v.nullable(v.string()), field: v.nullable(v.string()), reason: v.string() }),
);

async function rejects(
  { table_counts, pipeline, snapshot_date }: RunReport,
  store: ObjectStore,
  layout: TextLayout,
): Promise<string[]> {
  const count = Object.values(table_counts).reduce((sum, { rejects }) => sum + rejects, 0);
  if (count === 0) return [];
  const path = rejectedPath({ pipeline, snapshotDate: snapshot_date });
  const first: string[] = [];
  const content = await store.read(path);
  if (content) {
    for await (const line of createInterface({ input: content })) {
      const { success, output } = v.safeParse(rejectedLine, line);
      if (!success) break;
      const { asset_id, field, reason } = output;
      first.push(
        `${asset_id ?? "an element without an id"} (${field ? `${field}: ` : ""}${reason})`,
      );
      if (first.length === idsShown) break;
    }
    content.destroy();
  }
  return [`${layout.style("yellow", "Rejected:")} ${firstOf(first, count)}; ${store.url}/${path}`];
}

/** The first of some things, and how many more there are. */
function firstOf(things: readonly string[], count: number): string {
  const shown = things.slice(0, idsShown).join(", ");
  const more = count - Math.min(things.length, idsShown);
  return more > 0 ? `${shown} and ${countText(more)} more` : shown;
}

function notes({ warnings, missing_ids }: RunReport, layout: TextLayout): string[] {
  // The list that this note points to is shown already.
  const isShown = (warning: string) => missing_ids.length > 0 && warning.endsWith(missingIdsNote);
  return warnings
    .filter((warning) => !isShown(warning))
    .map((warning) => `${layout.style("yellow", "Note:")} ${warning}`);
}

function movers({ top_movers }: RunReport, layout: TextLayout): string[] {
  const up = top_movers?.up.map((mover) => moverText(mover, "green", layout)) ?? [];
  const down = top_movers?.down.map((mover) => moverText(mover, "red", layout)) ?? [];
  return [
    ...(up.length > 0 ? [onOneLine("Up in 24 h:    ", up, layout)] : []),
    ...(down.length > 0 ? [onOneLine("Down in 24 h:  ", down, layout)] : []),
  ];
}

function moverText(mover: ReportedMover, color: "green" | "red", layout: TextLayout): string {
  const { asset_id, name, price_change_percentage_24h: change } = mover;
  const percent = `${change > 0 ? "+" : ""}${change.toFixed(1)}%`;
  return `${(name ?? asset_id).slice(0, 30)} ${layout.style(color, percent)}`;
}

/** As many things, from the first, as a line has room for. */
function onOneLine(label: string, things: readonly string[], layout: TextLayout): string {
  for (let count = things.length; count > 1; count--) {
    const line = label + things.slice(0, count).join(", ");
    if (!layout.paragraph(line, lineIndent).includes("\n")) return line;
  }
  return label + (things[0] ?? "");
}
