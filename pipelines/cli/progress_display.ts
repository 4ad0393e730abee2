import { MultiBar, Presets, type SingleBar } from "cli-progress";
import { log } from "../log";
import { progress, type StageProgress } from "../progress";
import type { Run } from "../run";
import type { RunReport } from "../run_report";
import type { Watcher } from "../run_pipelines";
import type { ObjectStore } from "../sinks/object_store";
import { summarize } from "./summary";

/** How often a stage is logged where there is no terminal, at most. */
const logEveryMs = 5_000;

/** Shows a person how runs go: bars on a terminal, log lines elsewhere, a summary at the end. */
export class ProgressDisplay implements Watcher {
  private bars: MultiBar | null = null;
  private readonly barOf = new Map<string, SingleBar>();
  private readonly loggedAt = new Map<string, number>();
  private run: Run | null = null;

  constructor(
    private readonly output: NodeJS.WriteStream,
    private readonly errors: NodeJS.WriteStream,
  ) {}

  get isTerminal(): boolean {
    return this.errors.isTTY;
  }

  began(run: Run): void {
    this.run = run;
    progress.on("stage", this.show);
    if (!this.isTerminal) return;
    this.bars = new MultiBar(
      {
        stream: this.errors,
        format: "{pipeline}  {stage} {bar} {value}/{total}  {pace}  {eta_formatted} left",
        hideCursor: true,
        emptyOnZero: true,
        gracefulExit: false,
        barsize: 24,
      },
      Presets.shades_classic,
    );
  }

  told(line: string): void {
    this.output.write(`${line}\n`);
  }

  async ended(run: Run, report: RunReport, store: ObjectStore): Promise<void> {
    this.stop();
    this.output.write(await summarize(run, report, store));
  }

  stop(): void {
    progress.off("stage", this.show);
    this.bars?.stop();
    this.bars = null;
    this.barOf.clear();
    this.loggedAt.clear();
  }

  private readonly show = (stage: StageProgress): void => {
    if (this.bars) this.showBar(this.bars, stage);
    else this.logStage(stage);
  };

  private showBar(bars: MultiBar, { stage, done, total }: StageProgress): void {
    const pipeline = this.run?.pipeline ?? "";
    const perMinute = this.run?.api.requestsPerMinute ?? null;
    const pace = perMinute === null ? "as fast as it goes" : `${perMinute} calls a minute`;
    const shown = { pipeline: pipeline.padEnd(15), stage: stage.padEnd(8), pace };
    const bar = this.barOf.get(stage) ?? bars.create(total ?? done, 0, shown);
    this.barOf.set(stage, bar);
    bar.setTotal(Math.max(total ?? 0, done));
    bar.update(done, shown);
  }

  private logStage({ stage, done, total }: StageProgress): void {
    const now = Date.now();
    const isEnd = done === total;
    if (!isEnd && now - (this.loggedAt.get(stage) ?? -Infinity) < logEveryMs) return;
    this.loggedAt.set(stage, now);
    log.info({ pipeline: this.run?.pipeline, stage, done, total }, "Progress.");
  }
}
