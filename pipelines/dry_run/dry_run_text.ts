import { countText } from "../core/text/count_text";
import { planLine } from "../cli/display/plan_line";
import { placeText } from "../cli/display/words";
import type { EndpointCalls } from "../run/command_plan";
import type {
  DryRunReport,
  PlannedDay,
  PlannedFile,
  PlannedPipeline,
  PlannedRunner,
  PlannedTable,
} from "./dry_run_report";
import type { DryRun } from "./plan_dry_run";

/** What a command would do, for a person: ends with a newline. */
export function dryRunText({ report, plan }: DryRun): string {
  const { pipelines, files, tables } = report;
  const days = pipelines.flatMap((one) => ["", ...pipelineLines(one, report)]);
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

function pipelineLines(planned: PlannedPipeline, report: DryRunReport): string[] {
  const { pipeline, job_name, days, done, left_out, refusal } = planned;
  const [day] = days;
  const heads = [
    ...(job_name === null ? [] : [`job ${job_name}`]),
    ...(refusal === null ? [] : ["refused"]),
    ...(done.length > 0 ? [`${countOf(done.length, "day")} done already`] : []),
    ...(left_out.length > 0 ? [`${countOf(left_out.length, "day")} left out`] : []),
  ];
  if (!day || days.length > 1) {
    const title = [`${pipeline}  ${countOf(days.length, "day")}`, ...heads].join(", ");
    return [title, ...columns(joined(days.map(dayLine)))];
  }
  const title = [`${pipeline}  ${day.snapshot_date}`, ...heads, ...dayHeads(day)].join(", ");
  const { calls, files, tables } = day;
  return [
    title,
    ...columns([...calls.map(callLine), ...filesOf(files, report), ...tablesOf(tables)]),
  ];
}

function dayHeads({ from_archive, within_budget, refusal }: PlannedDay): string[] {
  return [
    ...(from_archive ? ["from its archive"] : []),
    ...(within_budget === false ? ["more calls than its budget"] : []),
    ...(refusal === null ? [] : ["refused"]),
  ];
}

/** Days that follow one another in a line, where the same is to be said of them. */
function joined(days: readonly Line[]): Line[] {
  const spans: { first: string; last: string; how: string }[] = [];
  for (const [day, how] of days) {
    const span = spans.at(-1);
    if (span?.how === how) span.last = day;
    else spans.push({ first: day, last: day, how });
  }
  return spans.map(({ first, last, how }) =>
    first === last ? [first, how] : [`${first}..${last}`, `each: ${how}`],
  );
}

/** One of several days: `--json` has its files and tables. */
function dayLine(day: PlannedDay): Line {
  const calls = day.calls.reduce((sum, endpoint) => sum + endpoint.calls, 0);
  const parts = [
    ...dayHeads(day),
    ...(calls > 0 ? [countOf(calls, "call")] : []),
    ...[countOf(day.files.length, "file"), countOf(day.tables.length, "table")],
  ];
  return [day.snapshot_date, parts.join(", ")];
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
