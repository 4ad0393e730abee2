import { log } from "../../core/log";
import { logText } from "../../core/text/log_text";
import { progress, type ProgressEvents } from "../../core/progress";
import type { RunOptions } from "../../options/options";
import { type CommandPlan, callsIn } from "../../run/command_plan";
import { type DayRuns, lastDate } from "../../run/day_runs";
import type { RunReport } from "../../run/report";
import type { RunListener } from "../../run/run_listener";
import type { ObjectStore } from "../../storage/object_store";
import { nextSteps } from "./next_steps";
import { planLine } from "./plan_line";
import type { ProgressForm } from "./progress_form";
import { RunProgress, type StageSum } from "./run_progress";
import { stageLine } from "./stage_line";
import { noticeForms, statusLine } from "./status_line";
import { daysSummary, daySummary } from "./days_summary";
import { summarize } from "./summary";
import type { TerminalStatus } from "./terminal_status";
import { TextLayout } from "./text_layout";

/** How often a stage is logged as JSON, at most. */
const logEveryMs = 5_000;
/** A shorter pause is no line of a log. */
const shortestLoggedPauseMs = 5_000;
/** Earlier attempts are no line of a log: one call in a thousand fails once. */
const firstLoggedAttempt = 3;

type Shown = Pick<RunOptions, "quiet" | "json">;

/**
 * Shows a person how a command goes: what it is about to do, how far it is (a line that changes on a
 * terminal, else log lines), and of each run a summary on stdout, or the report.
 */
export class RunDisplay implements RunListener {
  private readonly progress = new RunProgress();
  private readonly status: TerminalStatus | null;
  private readonly summaries: TextLayout;
  private readonly loggedAt = new Map<string, number>();
  private run: DayRuns | null = null;
  private readonly finished: DayRuns[] = [];

  /** @param statusOf makes the line that changes, for the form `status` */
  constructor(
    private readonly shown: Shown,
    private readonly form: ProgressForm,
    private readonly stdout: NodeJS.WriteStream,
    private readonly stderr: NodeJS.WriteStream,
    statusOf?: (line: (columns: number) => string) => TerminalStatus,
  ) {
    this.summaries = new TextLayout(stdout);
    this.status = statusOf?.((columns) => statusLine(this.progress.view, columns)) ?? null;
  }

  onPlan(plan: CommandPlan): void {
    this.progress.onPlan(plan);
    if (this.shown.quiet) return;
    const line = planLine(plan);
    const { source, requestsPerMinute, maxRequests } = plan;
    const calls = plan.runs.reduce((sum, run) => sum + callsIn(run.calls), 0);
    if (this.form === "json") log.info({ source, calls, requestsPerMinute, maxRequests }, line);
    else this.write(this.stderr, this.status ? new TextLayout(this.stderr).paragraph(line) : line);
  }

  onStart(run: DayRuns): void {
    this.run = run;
    this.progress.onStart(run);
    this.loggedAt.clear();
    if (this.shown.quiet) return;
    this.listen("on");
    this.status?.show();
  }

  onMessage(line: string): void {
    if (this.shown.quiet) return;
    this.write(this.shown.json ? this.stderr : this.stdout, line);
  }

  async onEnd(run: DayRuns, report: RunReport, store: ObjectStore): Promise<void> {
    this.stop();
    this.finished.push(run);
    if (this.shown.json) this.stdout.write(`${JSON.stringify(report)}\n`);
    else if (this.shown.quiet || isOtherDay(run, report)) return;
    else if (run.dates.length > 1 && run.history === null)
      this.stdout.write(daySummary(report, this.summaries));
    else this.stdout.write(await summarize(run, report, store, this.summaries));
  }

  onDays(runs: DayRuns, days: { readonly made: number; readonly done: number }): void {
    this.stop();
    this.finished.push(runs);
    if (this.shown.json || this.shown.quiet) return;
    this.stdout.write(daysSummary(runs, days, this.summaries));
  }

  /**
   * After the last run of a command that succeeded.
   * @param dashboard where its page is
   */
  finish(dashboard: string | null): void {
    if (this.shown.json || this.shown.quiet) return;
    if (dashboard !== null) {
      const line = `${this.summaries.style("bold", "dashboard")}  ${dashboard}`;
      this.stdout.write(`${this.summaries.paragraph(line)}\n`);
    }
    this.stdout.write(nextSteps(this.finished, this.summaries));
  }

  stop(): void {
    this.listen("off");
    this.status?.hide();
    if (this.form === "text" && !this.shown.quiet) this.endStages();
    this.run = null;
  }

  /** A line of the log, where it is text. */
  writeLog(line: string): void {
    this.above(() => this.stderr.write(logText(line)));
  }

  private listen(change: "on" | "off"): void {
    const { listeners } = this.progress;
    progress[change]("stage", listeners.stage);
    progress[change]("call", listeners.call);
    progress[change]("callEnd", listeners.callEnd);
    progress[change]("pause", listeners.pause);
    progress[change]("retry", listeners.retry);
    if (this.form === "status") return;
    progress[change]("stage", this.onStage);
    progress[change]("pause", this.onPause);
    progress[change]("retry", this.onRetry);
  }

  private readonly onStage = ({ stage }: ProgressEvents["stage"][0]): void => {
    const sums = this.progress.stageSums;
    const sum = sums.find((one) => one.stage === stage);
    if (this.form === "json" && sum) this.logStage(sum);
    else this.endStages(stage);
  };

  private logStage({ stage, planned, done, coins }: StageSum): void {
    const now = Date.now();
    const isEnd = done >= planned;
    if (!isEnd && now - (this.loggedAt.get(stage) ?? -Infinity) < logEveryMs) return;
    this.loggedAt.set(stage, now);
    const total = Math.max(planned, done);
    log.info({ pipeline: this.run?.pipeline, stage, done, total, coins }, "Progress.");
  }

  /** Writes a line for each stage that has ended: all but the current one. */
  private endStages(current?: StageSum["stage"]): void {
    for (const sum of this.progress.stageSums) {
      if (!this.run || sum.stage === current || this.loggedAt.has(sum.stage)) continue;
      const now = Date.now();
      this.loggedAt.set(sum.stage, now);
      this.stderr.write(`${stageLine(this.run.pipeline, sum, now)}\n`);
    }
  }

  private readonly onPause = ({ host, milliseconds }: ProgressEvents["pause"][0]): void => {
    if (milliseconds < shortestLoggedPauseMs) return;
    const seconds = Math.ceil(milliseconds / 1_000);
    this.logNotice({ host, seconds }, noticeForms({ kind: "pause", host, seconds })[0]);
  };

  private readonly onRetry = (event: ProgressEvents["retry"][0]): void => {
    if (event.attempt < firstLoggedAttempt) return;
    this.logNotice(event, noticeForms({ kind: "retry", ...event })[0]);
  };

  private logNotice(fields: object, line: string): void {
    if (this.form === "json") log.info({ pipeline: this.run?.pipeline, ...fields }, line);
    else this.stderr.write(`${this.run?.pipeline ?? ""}: ${line}\n`);
  }

  private write(stream: NodeJS.WriteStream, line: string): void {
    this.above(() => stream.write(`${line}\n`));
  }

  private above(write: () => void): void {
    if (this.status) this.status.above(write);
    else write();
  }
}

/** Of a history the last day is shown alone: it has the calls, the rejects and the notes of all. */
function isOtherDay(run: DayRuns, { snapshot_date }: RunReport): boolean {
  return run.history !== null && snapshot_date !== lastDate(run);
}
