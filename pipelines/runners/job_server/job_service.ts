import "../../beam/sdk";
import * as grpc from "@grpc/grpc-js";
import {
  type DescribePipelineOptionsResponse,
  type GetJobMetricsResponse,
  JobMessagesRequest,
  type JobMessagesResponse,
  type JobStateEvent,
  type JobState_Enum,
  PrepareJobRequest,
  type PrepareJobResponse,
  RunJobRequest,
  type RunJobResponse,
} from "apache-beam/proto/beam_job_api";
import { JobServiceClient } from "apache-beam/proto/beam_job_api.grpc-client";
import { Struct } from "apache-beam/proto/google/protobuf/struct";
import type { Pipeline } from "apache-beam/proto/beam_runner_api";
import { aggregateMetrics } from "apache-beam/worker/metrics";
import { grpcClient } from "../../beam/worker/grpc_channel";
import { ActionableError } from "../../core/actionable_error";

const connectTimeoutMs = 3_000;

/** Flink's job server takes tens of seconds for its first job. */
const submitTimeoutMs = 120_000;
const callTimeoutMs = 30_000;

/** The options of a job; numbers, strings and booleans by their Beam name, such as `parallelism`. */
export type JobOptions = Readonly<Record<string, string | number | boolean>>;

/**
 * A Beam job server's JobService (beam_job_api.proto), at `host:port`. Every call ends within a
 * bounded time, with a response or an ActionableError.
 */
export class JobService {
  private constructor(
    private readonly endpoint: string,
    private readonly client: JobServiceClient,
  ) {}

  static async connect(endpoint: string): Promise<JobService> {
    const client = grpcClient(JobServiceClient, endpoint);
    await new Promise<void>((resolve, reject) => {
      client.waitForReady(Date.now() + connectTimeoutMs, (error) => {
        if (!error) resolve();
        else {
          client.close();
          reject(
            new ActionableError(
              `No Beam job server responds at ${endpoint}.`,
              "Start one there (Prism, Flink, Spark), or pass another --jobEndpoint=HOST:PORT.",
              { cause: error },
            ),
          );
        }
      });
    });
    return new JobService(endpoint, client);
  }

  /** Whether the server describes a pipeline option; Prism describes none. */
  async describesOption(name: string): Promise<boolean> {
    try {
      const { options } = await this.call<DescribePipelineOptionsResponse>((options, done) => {
        this.client.describePipelineOptions({}, options, done);
      });
      return options.some((option) => option.name === name);
    } catch {
      return false; // Some servers do not implement it. One that is lost says so at the next call.
    }
  }

  /** Submits a pipeline and starts it. @returns the job's id */
  async submit(pipeline: Pipeline, jobName: string, options: JobOptions): Promise<string> {
    const named = Object.entries(options).map(([name, value]) => [`beam:option:${name}:v1`, value]);
    const pipelineOptions = Struct.fromJson(Object.fromEntries(named) as Record<string, string>);
    const request = PrepareJobRequest.create({ pipeline, jobName, pipelineOptions });
    const prepared = await this.call<PrepareJobResponse>((options, done) => {
      this.client.prepare(request, options, done);
    }, submitTimeoutMs);
    const run = RunJobRequest.create({
      preparationId: prepared.preparationId,
      retrievalToken: prepared.stagingSessionToken,
    });
    const { jobId } = await this.call<RunJobResponse>((options, done) => {
      this.client.run(run, options, done);
    }, submitTimeoutMs);
    return jobId;
  }

  /** Messages and states of a job, until the server ends the stream. */
  messages(jobId: string): grpc.ClientReadableStream<JobMessagesResponse> {
    return this.client.getMessageStream(JobMessagesRequest.create({ jobId }));
  }

  async state(jobId: string): Promise<JobState_Enum> {
    const { state } = await this.call<JobStateEvent>((options, done) => {
      this.client.getState({ jobId }, options, done);
    });
    return state;
  }

  async cancel(jobId: string): Promise<void> {
    await this.call((options, done) => {
      this.client.cancel({ jobId }, options, done);
    });
  }

  /** The sum of each counter over all workers. */
  async counters(jobId: string): Promise<Record<string, number>> {
    const { metrics } = await this.call<GetJobMetricsResponse>((options, done) => {
      this.client.getJobMetrics({ jobId }, options, done);
    });
    const infos = metrics?.committed.length ? metrics.committed : (metrics?.attempted ?? []);
    return Object.fromEntries(aggregateMetrics(infos, "beam:metric:user:sum_int64:v1"));
  }

  close(): void {
    this.client.close();
  }

  /** What a failed call or stream means. */
  errorOf(error: grpc.ServiceError): ActionableError {
    const at = `the Beam job server at ${this.endpoint}`;
    if (error.code === grpc.status.UNIMPLEMENTED || error.code === grpc.status.UNKNOWN) {
      return new ActionableError(
        `The server at ${this.endpoint} does not support Beam's job protocol: ${error.details}`,
        "Pass the endpoint of a job server as --jobEndpoint=HOST:PORT.",
        { cause: error },
      );
    }
    if (error.code === grpc.status.UNAVAILABLE || error.code === grpc.status.DEADLINE_EXCEEDED) {
      return new ActionableError(
        `The connection to ${at} was lost: ${error.details}.`,
        "Is it still running? Look at its log. It is safe to run the same command again.",
        { cause: error },
      );
    }
    return new ActionableError(`A call to ${at} failed: ${error.details}.`, "Look at its log.", {
      cause: error,
    });
  }

  private call<Answer>(
    start: (
      options: grpc.CallOptions,
      done: (error: grpc.ServiceError | null, value?: Answer) => void,
    ) => void,
    timeoutMs = callTimeoutMs,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      start({ deadline: Date.now() + timeoutMs }, (error, value) => {
        if (error) reject(this.errorOf(error));
        else resolve(value as Answer);
      });
    });
  }
}
