import { ActionableError } from "../core/actionable_error";
import { systemClock, type Clock } from "../core/clock";
import { retry, type Backoff } from "../core/network/retry";
import type { ObjectStore } from "../storage/object_store";
import { readAnswer, type Answer } from "./answer";
import { BudgetSpentError, RateLimitError } from "./api_error";
import { Archive } from "./archive";
import { Budget } from "./budget";
import { dateNotServed, isWithinDay } from "./date_window";
import { explainFailure, keyIsMissing, unsendableKey } from "./explain";
import { firstCall, whileReachable } from "./first_call";
import { HttpClient, gunzip, type HttpExchange } from "./http_client";
import { notifyPause, notifyRetry, notifyingCall } from "./notices";
import { plans } from "./plans";
import { RateLimiter } from "./rate_limiter";
import { redirectOf } from "./redirect";
import { requestUrl, type ApiRequest } from "./requests";
import { backoffFor, optionalBackoffFor } from "./retry";
import type { ApiSettings } from "./settings";

/** How the API has been used so far. */
export interface ApiUse {
  /** Calls made, retries included. */
  readonly requests: number;
  readonly from_archive: number;
  readonly retries: number;
  readonly rate_limited: number;
}

export interface ApiOptions {
  readonly store: ObjectStore;
  readonly settings: ApiSettings;
  /** `YYYY-MM-DD`: whose archive is used. */
  readonly date: string;
  readonly apiKey?: string | undefined;
  /** Which share of the rate limit this holder has; all of it by default. */
  readonly shard?: { readonly shard: number; readonly shards: number };
  /** How many calls this holder may make; the whole budget by default. */
  readonly budget?: number | undefined;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** A good answer that is not archived yet, and its body as it came. */
interface Fetched extends Answer {
  readonly gzipped: Buffer;
}

/**
 * CoinGecko's API within its limits: the archive is asked first; a call waits for the rate limiter,
 * counts against the budget, and is retried where that may help. Every good answer is archived: when
 * `flush` returns, all of them are.
 */
export class Api {
  private readonly client = new HttpClient();
  private readonly archive: Archive;
  private readonly limiter: RateLimiter;
  private readonly budget: Budget;
  private readonly clock: Clock;
  private readonly counts = { from_archive: 0, retries: 0, rate_limited: 0 };
  /** The latest failure of any call that was retried. */
  private latestFailure: Error | undefined;

  constructor(private readonly options: ApiOptions) {
    const { settings, shard = { shard: 0, shards: 1 }, clock = systemClock } = options;
    this.clock = clock;
    this.archive = new Archive(options.store, settings.archive, options.date);
    this.limiter = new RateLimiter(
      { requestsPerMinute: settings.requestsPerMinute, ...shard },
      clock,
    );
    this.budget = new Budget(settings.maxRequests, options.budget ?? settings.maxRequests ?? 0);
  }

  get use(): ApiUse {
    return { requests: this.budget.spent, ...this.counts };
  }

  /** When the answer that the archive holds was fetched; null where it holds none. */
  archivedAt(request: ApiRequest): Promise<string | null> {
    return this.archive.fetchedAt(request.archiveName);
  }

  /** Whether the date's market can be fetched now; else only the archive may have it. */
  canFetch(): boolean {
    const { settings, date } = this.options;
    return !settings.knowsOnlyNow || isWithinDay(date, this.clock.now());
  }

  /**
   * @param check throws what makes a fetched body unusable: a TransientError is retried, any other
   *   error ends the run; in neither case the answer is archived
   * @throws ActionableError when there is no good answer
   */
  async ask(
    request: ApiRequest,
    check: (body: unknown) => void = () => undefined,
  ): Promise<Answer> {
    const archived = await this.fromArchive(request);
    return archived ?? (await this.archived(request, await this.fetch(request, check, backoffFor)));
  }

  /**
   * The same for an answer that the run can do without: it is not waited for as long, and what the API
   * fails with is returned.
   * @throws what else fails: the archive, or an interruption
   */
  async askOptional(
    request: ApiRequest,
    check: (body: unknown) => void = () => undefined,
  ): Promise<Answer | ActionableError> {
    const archived = await this.fromArchive(request);
    if (archived) return archived;
    const { clock } = this;
    const start = clock.now();
    let fetched: Fetched;
    try {
      fetched = await this.fetch(request, check, (error) =>
        optionalBackoffFor(error, clock.now() - start),
      );
    } catch (error) {
      if (error instanceof ActionableError && !this.options.signal?.aborted) return error;
      throw error;
    }
    return await this.archived(request, fetched);
  }

  /** The body of an answer that holds for the moment only: neither retried nor archived. */
  async peek(request: ApiRequest): Promise<unknown> {
    this.checkKey();
    const url = requestUrl(this.options.settings.shownUrl, request);
    const exchange = await this.exchange(request);
    return readAnswer({ url, ...exchange }, request, this.clock.now());
  }

  /**
   * Waits until every answer so far is archived: no result of one may be published before.
   * @throws when one could not be written
   */
  async flush(): Promise<void> {
    await this.archive.flush();
  }

  async close(): Promise<void> {
    await Promise.all([this.client.close(), this.archive.close()]);
  }

  private checkKey(): void {
    const { settings, apiKey } = this.options;
    if (plans[settings.plan].keyHeader === undefined) return;
    const error = apiKey === undefined ? keyIsMissing(settings) : unsendableKey(apiKey, settings);
    if (error) throw error;
  }

  private async fromArchive(request: ApiRequest): Promise<Answer | null> {
    if (this.options.settings.refresh) return null;
    const found = await this.archive.find(request.archiveName);
    if (!found) return null;
    const url = requestUrl(this.options.settings.shownUrl, request);
    try {
      const content = await gunzip(url, found.gzipped);
      const { status, fetchedAt } = found;
      const body = readAnswer({ url, status, content }, request, this.clock.now());
      this.counts.from_archive++;
      return { date: this.options.date, url, fetchedAt, content, body };
    } catch {
      // An archived file that was damaged since: it is fetched again.
      return null;
    }
  }

  /** Fetches an answer, retried where that may help. */
  private async fetch(
    request: ApiRequest,
    check: (body: unknown) => void,
    backoffFor: (error: unknown) => Backoff | null,
  ): Promise<Fetched> {
    const { clock } = this;
    const { settings, date } = this.options;
    if (!this.canFetch()) throw dateNotServed(date, clock.now());
    this.checkKey();
    return await retry(() => this.fetchOnce(request, check), {
      backoffFor,
      clock,
      wait: (delay, error, attempt, attempts) => {
        if (error instanceof Error) this.latestFailure = error;
        notifyRetry(settings.baseUrl, error, attempt + 1, attempts);
        return this.waitFor(delay, error);
      },
      // What used the budget up, be it another call, matters more than that it is spent.
      failure: (error, attempts) =>
        error instanceof BudgetSpentError
          ? this.budgetSpent(error)
          : explainFailure(error, attempts, settings),
    });
  }

  private budgetSpent({ maxRequests }: BudgetSpentError): BudgetSpentError {
    const { latestFailure: latest } = this;
    // Each failed call is counted as the retry that it asked for.
    return new BudgetSpentError(maxRequests, latest && { calls: this.counts.retries, latest });
  }

  /** A rate limit is the whole shard's: all of its calls wait in the limiter, this one with them. */
  private async waitFor(delay: number, error: unknown): Promise<void> {
    this.counts.retries++;
    if (error instanceof RateLimitError) {
      this.counts.rate_limited++;
      this.limiter.pause(delay);
      notifyPause(this.options.settings.baseUrl, delay);
    } else {
      await this.clock.sleep(delay, this.options.signal);
    }
  }

  private async fetchOnce(request: ApiRequest, check: (body: unknown) => void): Promise<Fetched> {
    const url = requestUrl(this.options.settings.shownUrl, request);
    const exchange = await this.exchange(request);
    const body = readAnswer({ url, ...exchange }, request, this.clock.now());
    if (body !== null) check(body);
    const { gzipped, content } = exchange;
    const fetchedAt = new Date(this.clock.now()).toISOString();
    return { date: this.options.date, url, fetchedAt, gzipped, content, body };
  }

  /** Sends a request, and follows its redirects: each is a call like any other. */
  private async exchange(request: ApiRequest): Promise<HttpExchange> {
    const { clock } = this;
    const { settings, signal, apiKey } = this.options;
    const { keyHeader } = plans[settings.plan];
    const headers = keyHeader !== undefined && apiKey !== undefined ? { [keyHeader]: apiKey } : {};
    let url = requestUrl(settings.baseUrl, request);
    for (let followed = 0; ; followed++) {
      const acquired = this.limiter.acquire(signal);
      await (settings.requestsPerMinute === null
        ? acquired
        : whileReachable(url, acquired, { clock, signal }));
      this.budget.spend();
      const send = () => notifyingCall(url, () => this.client.get(url, headers, signal));
      const exchange = await firstCall(url, send, { clock, signal });
      const target = redirectOf(url, exchange, followed);
      if (target === undefined) return exchange;
      url = target;
    }
  }

  private async archived(
    { archiveName }: ApiRequest,
    { gzipped, ...answer }: Fetched,
  ): Promise<Answer> {
    const status = answer.body === null ? 404 : 200;
    await this.archive.write(archiveName, { status, fetchedAt: answer.fetchedAt, gzipped });
    return answer;
  }
}
