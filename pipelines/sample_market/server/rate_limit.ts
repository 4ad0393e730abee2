const windowMs = 60_000;

/** Sliding-window rate limit: at most `requestsPerMinute` requests in any 60 seconds. */
export class RateLimit {
  /** Times of the requests accepted within the window, oldest first. */
  private accepted: number[] = [];

  constructor(private readonly requestsPerMinute: number) {}

  /**
   * @param now milliseconds on a monotonic clock.
   * @returns 0 when the request is accepted, else the milliseconds until the next one can be.
   */
  acquire(now: number): number {
    this.accepted = this.accepted.filter((at) => at > now - windowMs);
    const [oldest] = this.accepted;
    if (oldest !== undefined && this.accepted.length >= this.requestsPerMinute) {
      return oldest + windowMs - now;
    }
    this.accepted.push(now);
    return 0;
  }
}
