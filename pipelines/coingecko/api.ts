import { ActionableError } from "../core/actionable_error";
import type { ApiSettings } from "./settings";
import type { ObjectStore } from "../storage/object_store";
import { KeyRefused, readAnswer } from "./answer";
import { RateLimited, TransientFailure } from "./api_error";
import { Archive } from "./archive";
import { Budget } from "./budget";
import { systemClock, type Clock } from "./clock";
import { dateNotServed, isWithinDay } from "./date_window";
import { HttpClient, gunzip, type HttpExchange } from "./http_client";
import { RateLimiter } from "./rate_limiter";
import { plans } from "./plans";
import { requestUrl, type ApiRequest } from "./requests";
import { longestRetryAfterMs, retryAfterOf, retryDelay } from "./retry";

/** A good answer, fetched now or found in the archive. */
export interface Answer {
  readonly url: string;
  /** ISO timestamp, UTC. */
  readonly fetchedAt: string;
  /** The body as it came, decompressed: JSON in UTF-8. */
  readonly content: Buffer;
  /** The parsed body: a list or an object, as the request expects; null where there is no such thing. */
  readonly body: unknown;
}

/** What asking has cost so far. */
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
  /** Which share of the pace this holder has; the whole of it by default. */
  readonly shard?: { readonly shard: number; readonly shards: number };
  /** How many calls this holder may make; the whole budget by default. */
  readonly budget?: number | undefined;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/**
 * CoinGecko, politely: the archive is asked first; a call waits for its turn, is counted against
 * the budget, and is repeated when that may help. Every good answer is archived: `settle` tells when.
 */
export class Api {
  private readonly client = new HttpClient();
  private readonly archive: Archive;
  private readonly pacer: RateLimiter;
  private readonly budget: Budget;
  private readonly clock: Clock;
  private readonly counts = { from_archive: 0, retries: 0, rate_limited: 0 };

  constructor(private readonly options: ApiOptions) {
    const { settings, shard = { shard: 0, shards: 1 }, clock = systemClock } = options;
    this.clock = clock;
    this.archive = new Archive(options.store, settings.archive, options.date);
    this.pacer = new RateLimiter(
      { requestsPerMinute: settings.requestsPerMinute, ...shard },
      clock,
    );
    this.budget = new Budget(settings.maxRequests, options.budget ?? settings.maxRequests ?? 0);
  }

  get use(): ApiUse {
    return { requests: this.budget.spent, ...this.counts };
  }

  /** Whether the archive holds the answer. */
  isArchived(request: ApiRequest): Promise<boolean> {
    return this.archive.has(request.archiveName);
  }

  /** Whether the date's market can be asked for now, and not only be found in the archive. */
  canFetch(): boolean {
    const { settings, date } = this.options;
    return !settings.knowsOnlyNow || isWithinDay(date, this.clock.now());
  }

  /**
   * @param check throws what makes a fetched body unusable: a Problem ends the run, a
   *   TransientFailure has it asked for again; neither is archived
   * @throws Problem when there is no good answer to be had
   */
  async ask(
    request: ApiRequest,
    check: (body: unknown) => void = () => undefined,
  ): Promise<Answer> {
    if (!this.options.settings.refresh) {
      const archived = await this.fromArchive(request);
      if (archived) return archived;
    }
    if (!this.canFetch()) throw dateNotServed(this.options.date, this.clock.now());
    this.checkKey();
    return await this.fetchWithRetry(request, check);
  }

  /**
   * Waits until every answer so far is in the archive: nothing made of it may be published before.
   * @throws when one could not be written
   */
  async flush(): Promise<void> {
    await this.archive.flush();
  }

  async close(): Promise<void> {
    await Promise.all([this.client.close(), this.archive.close()]);
  }

  /** CoinGecko's own plans with a key can't be asked without one. */
  private checkKey(): void {
    const { plan, baseUrl } = this.options.settings;
    const { keyHeader } = plans[plan];
    if (keyHeader === undefined || this.options.apiKey !== undefined) return;
    throw new ActionableError(
      `Plan ${plan} needs an API key, sent as ${keyHeader} to ${baseUrl}; there is none.`,
      "Set COINGECKO_API_KEY or --apiKeySecret, or use --source=public, which needs no key.",
    );
  }

  private async fromArchive(request: ApiRequest): Promise<Answer | null> {
    const found = await this.archive.find(request.archiveName);
    if (!found) return null;
    const url = requestUrl(this.options.settings.shownUrl, request);
    try {
      const content = await gunzip(url, found.gzipped);
      const { status, fetchedAt } = found;
      const body = readAnswer({ url, status, content }, request, this.clock.now());
      this.counts.from_archive++;
      return { url, fetchedAt, content, body };
    } catch {
      // An archived file that was damaged since: its answer is asked for again.
      return null;
    }
  }

  private async fetchWithRetry(
    request: ApiRequest,
    check: (body: unknown) => void,
  ): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.fetchOnce(request, check);
      } catch (failure) {
        const wait = retryDelay(failure, attempt, this.clock.random());
        if (wait === null) throw this.explain(failure);
        this.counts.retries++;
        if (failure instanceof RateLimited) {
          this.counts.rate_limited++;
          this.pacer.pause(wait);
        } else {
          await this.clock.sleep(wait, this.options.signal);
        }
      }
    }
  }

  private async fetchOnce(request: ApiRequest, check: (body: unknown) => void): Promise<Answer> {
    const { settings, signal, apiKey } = this.options;
    await this.pacer.acquire(signal);
    this.budget.spend();
    const url = requestUrl(settings.shownUrl, request);
    const { keyHeader } = plans[settings.plan];
    const headers = keyHeader !== undefined && apiKey !== undefined ? { [keyHeader]: apiKey } : {};
    const exchange = await this.client.get(requestUrl(settings.baseUrl, request), headers, signal);
    const body = readAnswer({ url, ...exchange }, request, this.clock.now());
    if (body !== null) check(body);
    return await this.archived(request, url, exchange, body);
  }

  private async archived(
    request: ApiRequest,
    url: string,
    { gzipped, content }: HttpExchange,
    body: unknown,
  ): Promise<Answer> {
    const fetchedAt = new Date(this.clock.now()).toISOString();
    const status = body === null ? 404 : 200;
    await this.archive.write(request.archiveName, { status, fetchedAt, gzipped });
    return { url, fetchedAt, content, body };
  }

  /** A failure that no repetition helps, with what the person can do. */
  private explain(failure: unknown): unknown {
    const { baseUrl, plan, source } = this.options.settings;
    const { keyHeader } = plans[plan];
    if (failure instanceof KeyRefused) {
      const sent =
        keyHeader === undefined
          ? `plan ${plan} sends no key`
          : `plan ${plan} sent the key in ${keyHeader}`;
      return new ActionableError(
        `${failure.message} (${sent}, to ${baseUrl}.)`,
        "Set COINGECKO_API_KEY or --apiKeySecret to a key of that plan, or choose the plan the key is of.",
        { cause: failure },
      );
    }
    if (failure instanceof TransientFailure && failure.details.unreachable) {
      return new ActionableError(
        `${source} can't be reached: ${failure.message}.`,
        "Check the network and the address; --source=sample needs neither.",
        { cause: failure },
      );
    }
    const asked = retryAfterOf(failure);
    if (asked !== undefined && asked > longestRetryAfterMs) {
      return new ActionableError(
        `${failure instanceof Error ? failure.message : ""}; it wants no call for ${Math.ceil(asked / 60_000)} minutes.`,
        "What was fetched is archived: repeat the same command then, and it goes on from there.",
        { cause: failure },
      );
    }
    if (failure instanceof TransientFailure || failure instanceof RateLimited) {
      return new ActionableError(
        `${failure.message}; asked again until patience ended.`,
        "What was fetched is archived: repeat the same command later, and it goes on from there.",
        { cause: failure },
      );
    }
    return failure;
  }
}
