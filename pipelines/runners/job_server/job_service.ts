import "../../beam/sdk";
import * as grpc from "@grpc/grpc-js";
import {
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

const CONNECT_TIMEOUT_MS = 3_000;

/** Flink's job server takes tens of seconds for its first job. */
const SUBMIT_TIMEOUT_MS = 120_000;
const CALL_TIMEOUT_MS = 30_000;

/** The options of a job; numbers, strings and booleans by their Beam name, such as `parallelism`. */
export type JobOptions = Readonly<Record<string, string | number | boolean>>;

/**
 * A Beam job server's JobService (beam_job_api.proto), at `host:port`. Every call ends within a
 * bounded time, with an answer or a Problem.
 */
export class JobService {
  private constructor(
    private readonly endpoint: string,
    private readonly client: JobServiceClient,
  ) {}

  static async connect(endpoint: string): Promise<JobService> {
    const client = grpcClient(JobServiceClient, endpoint);
    await new Promise<void>((resolve, reject) => {
      client.waitForReady(Date.now() + CONNECT_TIMEOUT_MS, (error) => {
        if (!error) resolve();
        else {
          client.close();
          reject(
            new ActionableError(
              `No Beam job server answers at ${endpoint}.`,
              "Start one there (Prism, Flink, Spark), or pass another --job-endpoint=HOST:PORT.",
              { cause: error },
            ),
          );
        }
      });
    });
    return new JobService(endpoint, client);
  }

  /** Hands a pipeline over and starts it. @returns the job's id */
  async submit(pipeline: Pipeline, jobName: string, options: JobOptions): Promise<string> {
    const named = Object.entries(options).map(([name, value]) => [`beam:option:${name}:v1`, value]);
    const pipelineOptions = Struct.fromJson(Object.fromEntries(named) as Record<string, string>);
    const request = PrepareJobRequest.create({ pipeline, jobName, pipelineOptions });
    const prepared = await this.call<PrepareJobResponse>((limit, answer) => {
      this.client.prepare(request, limit, answer);
    }, SUBMIT_TIMEOUT_MS);
    const run = RunJobRequest.create({
      preparationId: prepared.preparationId,
      retrievalToken: prepared.stagingSessionToken,
    });
    const { jobId } = await this.call<RunJobResponse>((limit, answer) => {
      this.client.run(run, limit, answer);
    }, SUBMIT_TIMEOUT_MS);
    return jobId;
  }

  /** Messages and states of a job, until the server ends the stream. */
  messages(jobId: string): grpc.ClientReadableStream<JobMessagesResponse> {
    return this.client.getMessageStream(JobMessagesRequest.create({ jobId }));
  }

  async state(jobId: string): Promise<JobState_Enum> {
    const { state } = await this.call<JobStateEvent>((limit, answer) => {
      this.client.getState({ jobId }, limit, answer);
    });
    return state;
  }

  async cancel(jobId: string): Promise<void> {
    await this.call((limit, answer) => {
      this.client.cancel({ jobId }, limit, answer);
    });
  }

  /** The sum of each counter over all workers. */
  async counters(jobId: string): Promise<Record<string, number>> {
    const { metrics } = await this.call<GetJobMetricsResponse>((limit, answer) => {
      this.client.getJobMetrics({ jobId }, limit, answer);
    });
    const infos = metrics?.committed.length ? metrics.committed : (metrics?.attempted ?? []);
    return Object.fromEntries(aggregateMetrics(infos, "beam:metric:user:sum_int64:v1"));
  }

  close(): void {
    this.client.close();
  }

  /** What a broken call or stream means. */
  problem(error: grpc.ServiceError): ActionableError {
    const at = `the Beam job server at ${this.endpoint}`;
    if (error.code === grpc.status.UNIMPLEMENTED || error.code === grpc.status.UNKNOWN) {
      return new ActionableError(
        `What listens at ${this.endpoint} does not speak Beam's job protocol: ${error.details}`,
        "Pass the endpoint of a job server as --job-endpoint=HOST:PORT.",
        { cause: error },
      );
    }
    if (error.code === grpc.status.UNAVAILABLE || error.code === grpc.status.DEADLINE_EXCEEDED) {
      return new ActionableError(
        `The connection to ${at} was lost: ${error.details}.`,
        "Is it still up? Look at its log, then run the same command again: nothing is doubled.",
        { cause: error },
      );
    }
    return new ActionableError(`A call of ${at} failed: ${error.details}.`, "Look at its log.", {
      cause: error,
    });
  }

  private call<Answer>(
    start: (
      limit: grpc.CallOptions,
      answer: (error: grpc.ServiceError | null, value?: Answer) => void,
    ) => void,
    timeoutMs = CALL_TIMEOUT_MS,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      start({ deadline: Date.now() + timeoutMs }, (error, value) => {
        if (error) reject(this.problem(error));
        else resolve(value as Answer);
      });
    });
  }
}
