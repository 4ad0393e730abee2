import { RunProgress } from "../../../pipelines/cli/display/run_progress";
import type { CommandPlan } from "../../../pipelines/run/command_plan";
import { runOf } from "../../run/run_of";
import { planOfPublic } from "./plan_of_public";

const host = "api.coingecko.com";
const plan: CommandPlan = {
  ...planOfPublic,
  runs: [
    { pipeline: "date-dim", calls: { market: 0, extras: 0, details: 0 } },
    { pipeline: "asset-dim", calls: { market: 75, extras: 0, details: 30 } },
    { pipeline: "market-snapshot", calls: { market: 0, extras: 0, details: 0 } },
  ],
  warehouse: "none",
};

/** A command whose clock stands still until it is moved. */
class Followed {
  now = 0;
  readonly progress = new RunProgress(() => this.now);
  private calls = 0;

  constructor(planned: CommandPlan = plan, ...options: string[]) {
    this.progress.onPlan(planned);
    this.progress.onStart(runOf("asset-dim", "--source=public", ...options));
  }

  get view() {
    return this.progress.view;
  }

  /** A call that is answered, and the time from its start to the next. */
  call(milliseconds = 6_050, isAnswered = true): void {
    const call = { call: ++this.calls, host };
    this.progress.listeners.call(call);
    this.progress.listeners.callEnd({ ...call, isAnswered });
    this.now += milliseconds;
  }

  page(): void {
    this.call();
    this.progress.listeners.stage({ stage: "pages", done: 1, coins: 250 });
  }
}

describe("the time left", () => {
  it("is at first that of the plan at the rate limit, for all pipelines", () => {
    expect(new Followed().view.secondsLeft).toBeCloseTo(105 * 6.05);
  });

  it("follows the pages as soon as their number is known", () => {
    const followed = new Followed();
    followed.call();
    followed.progress.listeners.stage({ stage: "pages", planned: 70 });
    for (let page = 0; page < 10; page++) followed.page();
    expect(followed.view.secondsLeft).toBeCloseTo((60 + 30) * 6.05);
    expect(followed.view).toMatchObject({ calls: 11, stage: { done: 10, planned: 70 } });
  });

  it("grows where calls take longer than the rate limit says", () => {
    const followed = new Followed();
    followed.progress.listeners.stage({ stage: "pages", planned: 70 });
    for (let call = 0; call < 20; call++) followed.call(12_100);
    expect(followed.view.secondsLeft).toBeCloseTo((70 + 30) * 9.075);
  });

  it("has the pause in it", () => {
    const followed = new Followed();
    const before = followed.view.secondsLeft ?? 0;
    followed.progress.listeners.pause({ host, milliseconds: 60_000 });
    expect(followed.view.secondsLeft).toBeCloseTo(before + 60);
  });

  it("ends with the budget", () => {
    const short = { ...plan, maxRequests: 20 };
    const followed = new Followed(short, "--maxRequests=20");
    expect(followed.view.secondsLeft).toBeCloseTo(20 * 6.05);
  });

  it("is not known where nothing is fetched, and of an unlimited source before some calls", () => {
    const none = { market: 0, extras: 0, details: 0 };
    const nothing = { ...plan, runs: [{ pipeline: "asset-dim", calls: none }] } as const;
    expect(new Followed(nothing).view.secondsLeft).toBeNull();
    const followed = new Followed({ ...plan, requestsPerMinute: null });
    expect(followed.view.secondsLeft).toBeNull();
    for (let call = 0; call < 5; call++) followed.call(100);
    expect(followed.view.secondsLeft).toBeCloseTo((70 + 30) * 0.1);
  });
});

describe("the measured rate", () => {
  it("is that of the last minute", () => {
    const followed = new Followed();
    expect(followed.view.callsPerMinute).toBeNull();
    for (let call = 0; call < 4; call++) followed.call();
    expect(followed.view.callsPerMinute).toBeCloseTo(7.4, 1);
    for (let call = 0; call < 20; call++) followed.call();
    expect(followed.view.callsPerMinute).toBe(9);
    followed.now += 60_000;
    expect(followed.view.callsPerMinute).toBe(0);
  });
});

describe("the notice", () => {
  it("counts a pause down", () => {
    const followed = new Followed();
    followed.progress.listeners.pause({ host, milliseconds: 43_000 });
    expect(followed.view.notice).toEqual({ kind: "pause", host, seconds: 43 });
    followed.now += 42_500;
    expect(followed.view.notice).toEqual({ kind: "pause", host, seconds: 0.5 });
    followed.now += 500;
    expect(followed.view.notice).toBeNull();
  });

  it("is a retry until a call is answered, and for 2 seconds at least", () => {
    const followed = new Followed();
    const event = { host, reason: "no answer", attempt: 2, attempts: 6 };
    followed.progress.listeners.retry(event);
    followed.now += 10_000;
    expect(followed.view.notice).toEqual({ kind: "retry", ...event });
    followed.call(0);
    expect(followed.view.notice).toBeNull();
    followed.progress.listeners.retry(event);
    followed.call(0);
    expect(followed.view.notice).toEqual({ kind: "retry", ...event });
    followed.now += 2_000;
    expect(followed.view.notice).toBeNull();
  });

  it("is a call that is not answered for 2 seconds", () => {
    const followed = new Followed();
    followed.progress.listeners.call({ call: 1, host });
    followed.now += 1_999;
    expect(followed.view.notice).toBeNull();
    followed.now += 1_001;
    expect(followed.view.notice).toEqual({ kind: "waiting", host, seconds: 3 });
    followed.progress.listeners.callEnd({ call: 1, host, isAnswered: true });
    expect(followed.view.notice).toBeNull();
  });
});
