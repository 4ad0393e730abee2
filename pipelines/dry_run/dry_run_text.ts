import { countText } from "../core/count_text";
import { planLine } from "../cli/display/plan_line";
import { placeText } from "../cli/display/words";
import type { EndpointCalls } from "../run/command_plan";
import type {
  DryRunReport,
  PlannedDay,
  PlannedFile,
  PlannedRunner,
  PlannedTable,
} from "./dry_run_report";
import type { DryRun } from "./plan_dry_run";

/** What a command would do, for a person: ends with a newline. */
export function dryRunText({ report, plan }: DryRun): string {
  const { pipelines, files, tables } = report;
  const days = pipelines.flatMap(({ pipeline, days }) =>
    days.flatMap((day) => ["", ...dayLines(`${pipeline}  ${day.snapshot_date}`, day, report)]),
  );
  const behind = [...filesOf(files, report), ...tablesOf(tables), ...viewsOf(report)];
  const lines = [
    "Dry run: nothing is fetched, created or written.",
    planLine(plan),
    ...(report.credits !== null && report.credits > 0
      ? [`At most ${countText(report.credits)} credits, 1 a call.`]
      : []),
    ...runnerLines(report.runner),
    ...days,
    ...(behind.length > 0 ? ["", "at the end", ...columns(behind)] : []),
    "",
    ...report.notes.map((note) => `Note: ${note}`),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

type Line = readonly [what: string, how: string];

function dayLines(title: string, day: PlannedDay, report: DryRunReport): string[] {
  const { calls, files, tables, job_name, from_archive, within_budget, refusal } = day;
  const heads = [
    title,
    ...(job_name === null ? [] : [`job ${job_name}`]),
    ...(from_archive ? ["from its archive"] : []),
    ...(within_budget === false ? ["more calls than its budget"] : []),
    ...(refusal === null ? [] : ["refused"]),
  ];
  const lines = [...calls.map(callLine), ...filesOf(files, report), ...tablesOf(tables)];
  return [heads.join(", "), ...columns(lines)];
}

function callLine({ endpoint, calls, archived, unavailable }: EndpointCalls): Line {
  const parts = [
    calls > 0 || archived + unavailable === 0 ? countOf(calls, "call") : "",
    archived > 0 ? `${countText(archived)} from the archive` : "",
    unavailable > 0 ? `${countText(unavailable)} can't be fetched now` : "",
  ];
  return [endpoint, parts.filter((part) => part !== "").join(", ")];
}

function filesOf(files: readonly PlannedFile[], { output }: DryRunReport): Line[] {
  return files.map(({ path, exists, action }) => {
    const file = `${output.replace(/\/+$/, "")}/${path}`;
    return [file, action === "remove" ? "removed" : stateText(exists)];
  });
}

function tablesOf(tables: readonly PlannedTable[]): Line[] {
  return tables.map(({ name, exists, action, rows }) => {
    if (exists === false) return [name, "new table"];
    if (exists === null) return [name, action === "keep" ? "created where missing" : "written"];
    const count = rows === null ? "" : `${countOf(rows, "row")} `;
    return [name, `${count}${actionTexts[action]}`];
  });
}

function viewsOf({ views, warehouse }: DryRunReport): Line[] {
  if (views.length === 0) return [];
  return [[`the views in ${placeText(warehouse)}`, `${countText(views.length)} up to date`]];
}

const actionTexts: Readonly<Record<PlannedTable["action"], string>> = {
  replace_day: "of the date replaced",
  replace_all: "replaced",
  keep: "kept as it is",
  delete_all: "of another market or currency deleted",
};

function stateText(exists: boolean | null): string {
  if (exists === null) return "written";
  return exists ? "replaced" : "new";
}

function countOf(count: number, what: string): string {
  return `${countText(count)} ${what}${count === 1 ? "" : "s"}`;
}

function columns(lines: readonly Line[]): string[] {
  const width = Math.max(0, ...lines.map(([what]) => what.length));
  return lines.map(([what, how]) => `  ${what.padEnd(width)}  ${how}`);
}

function runnerLines(runner: PlannedRunner): string[] {
  switch (runner.runner) {
    case "direct":
      return [];
    case "jobServer":
      return [`on the job server ${runner.job_endpoint}, workers: ${runner.environment_type}`];
    case "dataflow":
      return [
        `on Dataflow: project ${runner.project}, region ${runner.region}, image ${runner.sdk_container_image}`,
        `  staged in ${placeText(runner.staging_location)}, temporary files in ${runner.temp_location}`,
        runner.job_file === null
          ? `  a job is created${runner.is_waited_for ? ", and waited for" : ""}`
          : `  no job is created: its description is written to ${runner.job_file}`,
      ];
  }
}
