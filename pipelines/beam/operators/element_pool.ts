/**
 * Runs the elements of one bundle with a bounded number of them in flight. The first failure aborts
 * `signal`, rejects what waits or is added later, and is what `drain` throws.
 */
export class ElementPool {
  private readonly controller = new AbortController();
  private readonly waiting: { start: () => void; reject: (reason: unknown) => void }[] = [];
  private running = 0;
  private failure: { readonly error: unknown } | undefined;
  private readonly onIdle: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /**
   * Starts `work` now and returns null, or, when the pool is full, a promise that is fulfilled once
   * it has started: whoever produces elements waits for it before producing the next one.
   */
  add(work: () => Promise<void>): Promise<void> | null {
    if (this.failure) return Promise.reject(asError(this.failure.error));
    if (this.running < this.limit) {
      this.start(work);
      return null;
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({
        start: () => {
          this.start(work);
          resolve();
        },
        reject,
      });
    });
  }

  /** Aborts what is in flight; the reason becomes the pool's failure unless it has one already. */
  cancel(reason: unknown): void {
    this.failure ??= { error: reason };
    this.controller.abort(reason);
    for (const { reject } of this.waiting.splice(0)) reject(this.failure.error);
  }

  /** Waits until nothing is in flight. Throws the first failure. */
  async drain(): Promise<void> {
    await this.idle();
    if (this.failure) throw asError(this.failure.error);
  }

  /** Waits until nothing is in flight, however it ends. */
  async idle(): Promise<void> {
    while (this.running > 0) await new Promise<void>((resolve) => this.onIdle.push(resolve));
  }

  private start(work: () => Promise<void>): void {
    this.running += 1;
    void work().then(
      () => {
        this.end();
      },
      (error: unknown) => {
        this.cancel(error);
        this.end();
      },
    );
  }

  private end(): void {
    this.running -= 1;
    this.waiting.shift()?.start();
    if (this.running === 0) for (const resolve of this.onIdle.splice(0)) resolve();
  }
}

/** What was thrown, unchanged if it is an Error. */
function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
