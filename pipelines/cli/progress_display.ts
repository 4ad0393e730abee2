import { createRequire } from "node:module";
import type { MultiBar, SingleBar } from "cli-progress";
import { log } from "../core/log";
import { progress, type StageProgress } from "../core/progress";
import type { Run } from "../run/run";
import type { RunReport } from "../run/report";
import type { RunListener } from "../run/run_listener";
import type { ObjectStore } from "../storage/object_store";
import { summarize } from "./summary";

/** How often a stage is logged where there is no terminal, at most. */
const logEveryMs = 5_000;

/** Shows a person how runs go: bars on a terminal, log lines elsewhere, a summary at the end. */
export class ProgressDisplay implements RunListener {
  private bars: MultiBar | null = null;
  private readonly barOf = new Map<string, SingleBar>();
  private readonly sums = new Map<string, Sum>();
  private readonly loggedAt = new Map<string, number>();
  private run: Run | null = null;

  constructor(
    private readonly output: NodeJS.WriteStream,
    private readonly errors: NodeJS.WriteStream,
  ) {}

  get isTerminal(): boolean {
    return this.errors.isTTY;
  }

  onStart(run: Run): void {
    this.run = run;
    progress.on("stage", this.show);
    if (!this.isTerminal) return;
    // Loaded only for a terminal: a run without one starts sooner.
    const { MultiBar, Presets } = createRequire(__filename)(
      "cli-progress",
    ) as typeof import("cli-progress");
    this.bars = new MultiBar(
      {
        stream: this.errors,
        format: "{name} {bar} {value}/{total}  {coins}{pace}{eta_formatted} left",
        hideCursor: true,
        emptyOnZero: true,
        gracefulExit: false,
        barsize: 24,
        formatTime: timeLeft,
      },
      Presets.shades_classic,
    );
  }

  onMessage(line: string): void {
    this.output.write(`${line}\n`);
  }

  onEnd(run: Run, report: RunReport, store: ObjectStore): void {
    this.stop();
    this.output.write(summarize(run, report, store));
  }

  stop(): void {
    progress.off("stage", this.show);
    this.bars?.stop();
    this.bars = null;
    this.barOf.clear();
    this.sums.clear();
    this.loggedAt.clear();
  }

  private readonly show = ({ stage, planned = 0, done = 0, coins = 0 }: StageProgress): void => {
    const sum = this.sums.get(stage) ?? { planned: 0, done: 0, coins: 0 };
    sum.planned += planned;
    sum.done += done;
    sum.coins += coins;
    this.sums.set(stage, sum);
    if (this.bars) this.showBar(this.bars, stage, sum);
    else this.logStage(stage, sum);
  };

  private showBar(bars: MultiBar, stage: string, { planned, done, coins }: Sum): void {
    const pipeline = this.run?.pipeline ?? "";
    const perMinute = stage === "rows" ? null : (this.run?.api.requestsPerMinute ?? null);
    const shown = {
      name: `${pipeline.padEnd(15)}  ${stage.padEnd(7)}`,
      coins: coins === 0 ? "" : `${coins.toLocaleString("en-US")} coins  `,
      pace: perMinute === null ? "" : `${perMinute} calls a minute  `,
    };
    const total = Math.max(planned, done);
    const bar = this.barOf.get(stage) ?? bars.create(total, 0, shown);
    this.barOf.set(stage, bar);
    bar.setTotal(total);
    bar.update(done, shown);
  }

  private logStage(stage: string, { planned, done, coins }: Sum): void {
    const now = Date.now();
    const isEnd = done >= planned;
    if (!isEnd && now - (this.loggedAt.get(stage) ?? -Infinity) < logEveryMs) return;
    this.loggedAt.set(stage, now);
    const total = Math.max(planned, done);
    log.info({ pipeline: this.run?.pipeline, stage, done, total, coins }, "Progress.");
  }
}

/** Seconds as a person says them; the library passes a text where it does not know. */
function timeLeft(seconds: unknown): string {
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return "?";
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

/** The sum of what a stage has reported so far. */
interface Sum {
  planned: number;
  done: number;
  coins: number;
}
