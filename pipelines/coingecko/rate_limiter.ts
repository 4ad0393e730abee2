import type { Clock } from "../core/clock";

/** How long after the start of its slot a call may still be made. */
const latestMs = 250;

/**
 * Keeps the API's limit over all workers without communication between them: time is divided into
 * slots, one call a slot, and shard s of n may use the slots s, s+n, s+2n ... of the wall clock.
 * A call waits for the start of a slot, so a process that was killed and restarted can't use one
 * twice, and pipelines that follow each other share one limit.
 */
export class RateLimiter {
  private readonly slotMs: number | null;
  private readonly shard: number;
  private readonly shards: number;
  private lastSlot = -Infinity;
  private pausedUntil = 0;

  constructor(
    limit: {
      /** Calls in any 60 seconds over all shards; null: no limit. */
      readonly requestsPerMinute: number | null;
      readonly shard: number;
      readonly shards: number;
    },
    private readonly clock: Clock,
  ) {
    // Half a second more than a minute allows for late timers (at most `latestMs`) and the jitter of
    // networks: one call more than the limit then always spans more than 60 seconds.
    this.slotMs = limit.requestsPerMinute === null ? null : 60_500 / limit.requestsPerMinute;
    this.shard = limit.shard;
    this.shards = limit.shards;
  }

  /** Waits until the shard may make its next call. */
  async acquire(signal?: AbortSignal): Promise<void> {
    for (;;) {
      const slot = this.nextSlot();
      const start = Math.max(this.pausedUntil, slot);
      // Timers know whole milliseconds only, and may end a little early.
      for (let left = start - this.clock.now(); left > 0; left = start - this.clock.now()) {
        await this.clock.sleep(Math.ceil(left), signal);
      }
      // A pause may have begun while this call waited, or the process was too busy to wake it in
      // time, and several calls with it: the slot is given up for a later one.
      const isLate = this.slotMs !== null && this.clock.now() > slot + latestMs;
      if (!isLate && this.clock.now() >= this.pausedUntil) return;
    }
  }

  /** Makes every call of the shard wait: what a 429 asks for. */
  pause(milliseconds: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + milliseconds);
  }

  /** When the shard's next free slot begins; takes it. */
  private nextSlot(): number {
    if (this.slotMs === null) return 0;
    const earliest = Math.max(this.clock.now(), this.pausedUntil);
    const first = Math.floor(earliest / this.slotMs) + 1;
    const own = first + ((((this.shard - first) % this.shards) + this.shards) % this.shards);
    this.lastSlot = Math.max(own, this.lastSlot + this.shards);
    return this.lastSlot * this.slotMs;
  }
}
