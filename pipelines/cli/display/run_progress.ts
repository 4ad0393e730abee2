import type {
  CallProgress,
  PauseProgress,
  ProgressEvents,
  RetryProgress,
  StageProgress,
} from "../../core/progress";
import { type PipelineName, pipelineSpecs } from "../../options/pipeline_spec";
import {
  callsIn,
  type CommandPlan,
  noCalls,
  type PlannedCalls,
  secondsBetweenCalls,
} from "../../run/command_plan";
import type { DayRuns } from "../../run/day_runs";

/** How far a stage has come: the sum of what it has reported. */
export interface StageSum {
  readonly stage: StageProgress["stage"];
  readonly planned: number;
  readonly done: number;
  readonly coins: number;
  /** When it began, in milliseconds. */
  readonly since: number;
}

/** What holds the calls up at the moment. */
export type Notice =
  | { readonly kind: "pause"; readonly host: string; readonly seconds: number }
  | ({ readonly kind: "retry" } & RetryProgress)
  | { readonly kind: "waiting"; readonly host: string; readonly seconds: number };

/** What a command is doing at a moment. */
export interface ProgressView {
  readonly pipeline: PipelineName | null;
  readonly stage: StageSum | null;
  /** Of all pipelines of the command; null: not known. */
  readonly secondsLeft: number | null;
  /** Calls of this run, retries included; null: it makes none. */
  readonly calls: number | null;
  readonly maxRequests: number | null;
  /** The measured rate; null: too few calls yet. */
  readonly callsPerMinute: number | null;
  readonly notice: Notice | null;
}

/** A call without an answer is mentioned after so many milliseconds; a retry is shown that long. */
const mentionAfter = 2_000;
const minute = 60_000;

/** How many calls at the rate limit weigh as much as what has been measured so far. */
const weightOfLimit = 20;

/** Follows a command by the events of its steps, in this process. */
export class RunProgress {
  private plan: CommandPlan | null = null;
  private run: Pick<DayRuns, "pipeline" | "api"> | null = null;
  private stages = new Map<StageProgress["stage"], StageSum>();
  private current: StageProgress["stage"] | null = null;
  /** The calls of this run. */
  private calls = 0;
  private ended = 0;
  private failed = 0;
  private fetchingSince: number | null = null;
  /** When the calls of the last minute were made, over all pipelines. */
  private callTimes: number[] = [];
  private readonly open = new Map<number, { readonly host: string; readonly since: number }>();
  private pause: { readonly host: string; readonly until: number } | null = null;
  private retry: {
    readonly event: RetryProgress;
    readonly at: number;
    /** Whether a call has been answered since. */
    readonly isOver: boolean;
  } | null = null;

  constructor(private readonly now: () => number = Date.now) {}

  onPlan(plan: CommandPlan): void {
    this.plan = plan;
  }

  onStart(run: Pick<DayRuns, "pipeline" | "api">): void {
    this.run = run;
    this.stages = new Map();
    this.current = null;
    this.calls = 0;
  }

  readonly listeners: {
    readonly [Event in keyof ProgressEvents]: (event: ProgressEvents[Event][0]) => void;
  } = {
    stage: (event) => {
      this.onStage(event);
    },
    call: (event) => {
      this.onCall(event);
    },
    callEnd: (event) => {
      this.onCallEnd(event);
    },
    pause: (event) => {
      this.onPause(event);
    },
    retry: (event) => {
      this.onRetry(event);
    },
  };

  /** The stages of this run, in the order in which they began. */
  get stageSums(): readonly StageSum[] {
    return [...this.stages.values()];
  }

  get view(): ProgressView {
    return {
      pipeline: this.run?.pipeline ?? null,
      stage: this.current === null ? null : (this.stages.get(this.current) ?? null),
      secondsLeft: this.secondsLeft(),
      ...this.callsOfRun(),
      callsPerMinute: this.callsPerMinute(),
      notice: this.notice(),
    };
  }

  private onStage({ stage, planned = 0, done = 0, coins = 0 }: StageProgress): void {
    const sum = this.stages.get(stage) ?? {
      ...{ stage, planned: 0, done: 0, coins: 0 },
      since: this.now(),
    };
    this.stages.set(stage, {
      ...sum,
      planned: sum.planned + planned,
      done: sum.done + done,
      coins: sum.coins + coins,
    });
    this.current = stage;
  }

  private onCall({ call, host }: CallProgress): void {
    const now = this.now();
    this.fetchingSince ??= now;
    this.calls++;
    this.callTimes = [...this.callTimes.filter((time) => time > now - minute), now];
    this.open.set(call, { host, since: now });
  }

  private onCallEnd({ call, isAnswered }: ProgressEvents["callEnd"][0]): void {
    this.open.delete(call);
    this.ended++;
    if (isAnswered && this.retry !== null) this.retry = { ...this.retry, isOver: true };
  }

  private onPause({ host, milliseconds }: PauseProgress): void {
    this.failed++;
    this.retry = null;
    const until = this.now() + milliseconds;
    if (until > (this.pause?.until ?? 0)) this.pause = { host, until };
  }

  private onRetry(event: RetryProgress): void {
    this.failed++;
    this.retry = { event, at: this.now(), isOver: false };
  }

  private callsOfRun(): Pick<ProgressView, "calls" | "maxRequests"> {
    const { run, calls } = this;
    return {
      calls: run && pipelineSpecs[run.pipeline].callsApi ? calls : null,
      maxRequests: run?.api.maxRequests ?? null,
    };
  }

  private secondsLeft(): number | null {
    const left = this.callsLeft();
    const perCall = this.secondsPerCall();
    if (left === null || perCall === null) return null;
    return left * perCall + this.pauseLeft();
  }

  /** How many calls the pipelines of the command still have to make; null: none ever. */
  private callsLeft(): number | null {
    const runs = this.plan?.runs ?? [];
    const at = runs.findIndex(({ pipeline }) => pipeline === this.run?.pipeline);
    if (!runs.some(({ calls }) => callsIn(calls) > 0)) return null;
    const later = runs.slice(at + 1);
    const ofLater = later.reduce((sum, { calls }) => sum + callsIn(calls), 0);
    return ofLater + this.callsLeftOfRun(runs[at]?.calls ?? noCalls);
  }

  private callsLeftOfRun(planned: PlannedCalls): number {
    const pages = this.stages.get("pages");
    const details = this.stages.get("details") ?? this.stages.get("charts");
    const ofMarket = pages ? open(pages) : Math.max(0, planned.market - this.calls);
    const ofDetails = details ? open(details) : planned.details;
    const ofBoth = (planned.market === 0 ? 0 : ofMarket) + Math.min(planned.details, ofDetails);
    const left = ofBoth + planned.extras;
    const budget = this.run?.api.maxRequests ?? null;
    if (this.stages.has("rows")) return 0;
    return budget === null ? left : Math.min(left, Math.max(0, budget - this.calls));
  }

  /** The mean so far, pauses and retries included; at first it is mostly that of the rate limit. */
  private secondsPerCall(): number | null {
    const limit = this.plan?.requestsPerMinute ?? null;
    const useful = Math.max(0, this.ended - this.failed);
    const elapsed = this.fetchingSince === null ? 0 : (this.now() - this.fetchingSince) / 1_000;
    if (limit === null) return useful < 3 ? null : elapsed / useful;
    const atLimit = weightOfLimit * secondsBetweenCalls(limit);
    return (elapsed + atLimit) / (useful + weightOfLimit);
  }

  private pauseLeft(): number {
    return this.pause === null ? 0 : Math.max(0, this.pause.until - this.now()) / 1_000;
  }

  private callsPerMinute(): number | null {
    const now = this.now();
    const times = this.callTimes.filter((time) => time > now - minute);
    const since = this.fetchingSince;
    if (since === null) return null;
    if (now - since >= minute) return times.length;
    // The first call begins the time, so that it does not count.
    return times.length < 3 || now - since < 1_000
      ? null
      : ((times.length - 1) * minute) / (now - since);
  }

  private notice(): Notice | null {
    const now = this.now();
    if (this.pause !== null && this.pause.until > now) {
      return { kind: "pause", host: this.pause.host, seconds: this.pauseLeft() };
    }
    const { retry } = this;
    // One that succeeds at once is shown long enough to be read.
    if (retry !== null && (!retry.isOver || now - retry.at < mentionAfter)) {
      return { kind: "retry", ...retry.event };
    }
    const [oldest] = this.open.values();
    if (oldest === undefined || now - oldest.since < mentionAfter) return null;
    return { kind: "waiting", host: oldest.host, seconds: (now - oldest.since) / 1_000 };
  }
}

function open({ planned, done }: StageSum): number {
  return Math.max(0, planned - done);
}
