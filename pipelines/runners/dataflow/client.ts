import { GoogleAuth } from "google-auth-library";
import { fetch } from "undici";
import { isHtml, shownPage } from "../../core/text/html";
import { httpDispatcher } from "../../core/network/http_dispatcher";
import { networkCodeOf } from "../../core/network/network_error";
import { emulatorEndpoint } from "../../google/emulator_endpoint";
import { defaultRetryPolicy, withRetry, type RetryPolicy } from "../../google/remote_call";
import type { DataflowJob } from "./job";
import { dataflowService } from "./service";

/** A job as the service describes it. */
export interface JobState {
  readonly id: string;
  readonly name: string;
  /** Such as `JOB_STATE_RUNNING`. */
  readonly currentState?: string;
  readonly clientRequestId?: string;
}

/** A message of a job. */
export interface JobMessage {
  readonly id: string;
  /** ISO timestamp, UTC. */
  readonly time: string;
  readonly messageText: string;
  /** Such as `JOB_MESSAGE_ERROR`. */
  readonly messageImportance: string;
}

/** A metric of a job: a counter has the origin `user` and a whole number as its scalar. */
export interface MetricUpdate {
  readonly name: {
    readonly origin?: string;
    readonly name: string;
    readonly context?: Readonly<Record<string, string>>;
  };
  readonly scalar?: unknown;
}

/** The service's refusal of a call, with its HTTP status as the code. */
class RefusedCall extends Error {
  override readonly name = "RefusedCall";

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export interface DataflowPlace {
  readonly project: string;
  readonly region: string;
  /** Another address of the service than the usual one. */
  readonly dataflowEndpoint?: string | undefined;
}

/**
 * The calls of the Dataflow REST API that a launcher needs, each retried while its error is
 * transient. They throw RemoteCallError, which errors.ts explains.
 */
export class DataflowClient {
  private readonly jobs: string;
  private readonly auth: GoogleAuth | undefined;
  private readonly dispatcher = httpDispatcher({});

  constructor(
    place: DataflowPlace,
    private readonly retry: RetryPolicy = defaultRetryPolicy,
  ) {
    const emulator = emulatorEndpoint("DATAFLOW_EMULATOR_HOST");
    const service = emulator ?? place.dataflowEndpoint ?? dataflowService;
    this.jobs = `${service}/v1b3/projects/${place.project}/locations/${place.region}/jobs`;
    this.auth = emulator
      ? undefined
      : new GoogleAuth({ scopes: ["https://www.googleapis.com/auth/cloud-platform"] });
  }

  /**
   * Creates a job. Its clientRequestId makes that idempotent: the service refuses a second one
   * with 409, or answers with the job of that name that is active already.
   */
  create(job: DataflowJob): Promise<JobState> {
    return this.call("dataflow.jobs.create", "POST", "", job);
  }

  get(id: string): Promise<JobState> {
    return this.call("dataflow.jobs.get", "GET", `/${id}`);
  }

  /** The job of this name that has not ended, or undefined. */
  async activeJob(name: string): Promise<JobState | undefined> {
    const jobs = await this.list<JobState>("dataflow.jobs.list", "", "jobs", { filter: "ACTIVE" });
    const found = jobs.find((job) => job.name === name);
    // The list has only a summary of each.
    return found && this.call("dataflow.jobs.get", "GET", `/${found.id}?view=JOB_VIEW_ALL`);
  }

  /** A job's messages from a time on (ISO, UTC), in their order. */
  async messages(id: string, since: string | undefined): Promise<JobMessage[]> {
    const messages = await this.list<JobMessage>(
      "dataflow.jobs.messages.list",
      `/${id}/messages`,
      "jobMessages",
      {
        minimumImportance: "JOB_MESSAGE_BASIC",
        ...(since !== undefined && { startTime: since }),
      },
    );
    return messages.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  }

  async metrics(id: string): Promise<readonly MetricUpdate[]> {
    const answer = await this.call<{ metrics?: MetricUpdate[] }>(
      "dataflow.jobs.getMetrics",
      "GET",
      `/${id}/metrics`,
    );
    return answer.metrics ?? [];
  }

  /** All items of a list, which comes in pages. */
  private async list<T>(
    call: string,
    path: string,
    field: string,
    query: Readonly<Record<string, string>>,
  ): Promise<T[]> {
    const items: T[] = [];
    let pageToken: string | undefined;
    do {
      const parameters = new URLSearchParams({ ...query, ...(pageToken && { pageToken }) });
      const url = `${path}?${parameters.toString()}`;
      const page = await this.call<Record<string, unknown>>(call, "GET", url);
      items.push(...((page[field] ?? []) as T[]));
      pageToken = page.nextPageToken as string | undefined;
    } while (pageToken);
    return items;
  }

  private call<T>(call: string, method: string, path: string, body?: object): Promise<T> {
    const url = this.jobs + path;
    return withRetry(call, this.retry, async () => {
      const headers = new Headers(await this.auth?.getRequestHeaders(url));
      if (body) headers.set("content-type", "application/json");
      const response = await fetch(url, {
        method,
        headers: [...headers],
        dispatcher: this.dispatcher,
        signal: AbortSignal.timeout(this.retry.timeout),
        ...(body && { body: JSON.stringify(body) }),
      }).catch(throwNetworkError);
      const text = await response.text().catch(throwNetworkError);
      if (!response.ok) throw new RefusedCall(response.status, reasonOf(text));
      return JSON.parse(text) as T;
    });
  }
}

/** The error that fetch throws says nothing by itself: its cause has the network's code. */
function throwNetworkError(error: unknown): never {
  const { cause } = error as { cause?: { message?: string } };
  throw Object.assign(new Error(cause?.message ?? String(error), { cause: error }), {
    code: networkCodeOf(error) ?? "ECONNABORTED",
  });
}

/** The message of a Google API's error; else the response's first line. */
function reasonOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } };
    if (error?.message) return error.message.replace(/\s*\n\s*/g, " ");
  } catch {
    // Not a response of the service itself, but of a proxy, say.
  }
  if (isHtml(text)) return shownPage(text);
  return text.trim().split("\n")[0]?.slice(0, 200) ?? "";
}
