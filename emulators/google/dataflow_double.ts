import type { JobMessage, MetricUpdate } from "../../pipelines/runners/dataflow/client";
import { type Answer, ApiDouble, ApiError, type Request, type Route } from "./api_double";

/** The course of a job: the next state at each `jobs.get`; the last one stays. */
export interface JobScript {
  readonly states: readonly string[];
  /** All of them are there from the start. */
  readonly messages?: readonly JobMessage[];
  readonly metrics?: readonly MetricUpdate[];
}

/** A job as it was created: what was sent, and what the service adds. */
export interface DoubledJob {
  readonly id: string;
  readonly name: string;
  readonly clientRequestId?: string;
  readonly labels?: Record<string, string>;
  currentState: string;
  gets: number;
}

const ended = /^JOB_STATE_(DONE|FAILED|CANCELLED|UPDATED|DRAINED)$/;
const jobsPath = /^\/v1b3\/projects\/([^/]+)\/locations\/([^/]+)\/jobs$/;
const jobPath = /^\/v1b3\/projects\/[^/]+\/locations\/[^/]+\/jobs\/([^/]+)$/;
const messagesPath = /^\/v1b3\/projects\/[^/]+\/locations\/[^/]+\/jobs\/([^/]+)\/messages$/;
const metricsPath = /^\/v1b3\/projects\/[^/]+\/locations\/[^/]+\/jobs\/([^/]+)\/metrics$/;

/**
 * Dataflow's REST API (https://cloud.google.com/dataflow/docs/reference/rest) as far as a launcher
 * uses it. A name has one active job: a second request for it is answered with that job, and one with
 * the clientRequestId of an earlier job is refused, as the description of Job says; some endpoints
 * refuse the name instead. Lists have one item a page.
 */
export class DataflowDouble extends ApiDouble {
  readonly jobs: DoubledJob[] = [];
  /** Answers a request for the name of an active job with 409, not with that job. */
  refusesActiveNames = false;
  script: JobScript = { states: ["JOB_STATE_PENDING"] };

  constructor(private readonly region = "us-central1") {
    const routes: Route[] = [
      {
        name: "dataflow.jobs.create",
        method: "POST",
        path: jobsPath,
        handle: (request, groups) => this.create(request, groups),
      },
      {
        name: "dataflow.jobs.list",
        method: "GET",
        path: jobsPath,
        handle: ({ url }) => {
          const active = this.jobs.filter(({ currentState }) => !ended.test(currentState));
          return page(url, "jobs", active.map(summary));
        },
      },
      {
        name: "dataflow.jobs.get",
        method: "GET",
        path: jobPath,
        handle: ({ url }, [id]) => this.get(url, id),
      },
      {
        name: "dataflow.jobs.update",
        method: "PUT",
        path: jobPath,
        handle: ({ body }, [id]) => {
          const { requestedState } = JSON.parse(body.toString()) as { requestedState: string };
          return { body: summary(Object.assign(this.job(id), { currentState: requestedState })) };
        },
      },
      {
        name: "dataflow.jobs.messages.list",
        method: "GET",
        path: messagesPath,
        handle: ({ url }, [id]) => {
          this.job(id);
          const since = url.searchParams.get("startTime") ?? "";
          const messages = this.script.messages ?? [];
          return page(
            url,
            "jobMessages",
            messages.filter(({ time }) => time >= since),
          );
        },
      },
      {
        name: "dataflow.jobs.getMetrics",
        method: "GET",
        path: metricsPath,
        handle: (_, [id]) => {
          this.job(id);
          return { body: { metrics: this.script.metrics ?? [] } };
        },
      },
    ];
    super(routes);
  }

  /** How often a call was made. */
  count(name: string): number {
    return this.calls.filter((call) => call.name === name).length;
  }

  private create({ body }: Request, [, region]: string[]): Answer {
    const job = JSON.parse(body.toString()) as DoubledJob;
    if (region !== this.region) {
      throw new ApiError(404, "notFound", `The region ${region ?? ""} is unknown.`);
    }
    if (!/^[a-z]([-a-z0-9]{0,1022}[a-z0-9])?$/.test(job.name)) {
      throw new ApiError(400, "badRequest", `The job name ${job.name} is invalid.`);
    }
    const same = this.jobs.find(({ name }) => name === job.name);
    if (same?.clientRequestId === job.clientRequestId && same) {
      throw new ApiError(409, "alreadyExists", "The request was made before.");
    }
    if (same && !ended.test(same.currentState)) {
      if (this.refusesActiveNames)
        throw new ApiError(409, "alreadyExists", "It is active already.");
      return { body: { ...same } };
    }
    const created = {
      ...job,
      id: `2026-01-02_03_04_05-${this.jobs.length + 1}`,
      currentState: this.script.states[0] ?? "JOB_STATE_PENDING",
      gets: 0,
    };
    this.jobs.push(created);
    return { body: created };
  }

  private get(url: URL, id: string | undefined): Answer {
    const job = this.job(id);
    const all = url.searchParams.get("view") === "JOB_VIEW_ALL";
    if (!all && !ended.test(job.currentState)) {
      const { states } = this.script;
      job.currentState = states[Math.min(job.gets++, states.length - 1)] ?? job.currentState;
    }
    return { body: all ? job : summary(job) };
  }

  private job(id: string | undefined): DoubledJob {
    const found = this.jobs.find((job) => job.id === id);
    if (!found) throw new ApiError(404, "notFound", `There is no job ${id ?? ""}.`);
    return found;
  }
}

function summary({ id, name, currentState }: DoubledJob) {
  return { id, name, currentState };
}

function page(url: URL, field: string, items: readonly unknown[]): Answer {
  const index = Number(url.searchParams.get("pageToken") ?? 0);
  const isLast = index + 1 >= items.length;
  return {
    body: {
      ...(items.length > 0 && { [field]: [items[index]] }),
      ...(!isLast && { nextPageToken: String(index + 1) }),
    },
  };
}
