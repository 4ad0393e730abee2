import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../pipelines/core/clock";

/** A clock on which waiting takes no time, but is written down. */
export class InstantClock implements Clock {
  readonly waits: number[] = [];
  constructor(private time = Date.parse("2026-01-02T12:00:00Z")) {}

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  }

  random(): number {
    return 0.5;
  }
}

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock of simulated time, shared by any number of tasks, whose timers may be late. */
export class SimulatedClock implements Clock {
  private readonly timers: Timer[] = [];

  /** @param lateness how many milliseconds late the next timer is */
  constructor(
    private time: number,
    private readonly lateness: () => number = () => 0,
  ) {}

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    // Node's timers cut fractions off.
    const at = this.time + Math.trunc(milliseconds) + this.lateness();
    return new Promise((wake) => this.timers.push({ at, wake }));
  }

  random(): number {
    return 0.5;
  }

  /** Lets time pass until a moment, or until no task waits any more. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      await setImmediate();
      this.timers.sort((a, b) => a.at - b.at);
      const [next] = this.timers;
      if (!next || next.at > end) return;
      this.timers.shift();
      this.time = Math.max(this.time, next.at);
      next.wake();
    }
  }
}
