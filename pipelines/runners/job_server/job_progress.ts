import { setTimeout as sleep } from "node:timers/promises";
import "../../beam/sdk";
import type * as grpc from "@grpc/grpc-js";
import {
  type JobMessage,
  JobMessage_MessageImportance as Importance,
  type JobMessagesResponse,
  JobState_Enum as JobState,
} from "apache-beam/proto/beam_job_api";
import { log } from "../../core/log";
import type { JobService } from "./job_service";

/** How often to check that the job server still responds. */
const watchIntervalMs = 10_000;

/** How long a job may take to end when it has been cancelled. */
const cancelTimeoutMs = 30_000;

/** How often to poll a job's state when its messages have ended, and it has not. */
const pollIntervalMs = 1_000;

const terminalStates = [JobState.DONE, JobState.FAILED, JobState.CANCELLED];

/** How a job ended. */
export interface JobEnd {
  readonly state: JobState;
  /** The errors that the server reported, with their stacks: in its order, each once. */
  readonly errors: readonly string[];
}

/**
 * The line of a step's error, where one failed the job. Runners wrap a worker's error in their own
 * text; its line begins with the step's name.
 */
export function stepErrorOf({ errors }: JobEnd): string | undefined {
  for (const error of errors) {
    const [line] = /In step .*/.exec(error) ?? [];
    if (line) return line;
  }
  return undefined;
}

/**
 * Follows a job until it has ended, and cancels it when the signal is aborted.
 *
 * @throws ActionableError when the connection to the server is lost; the signal's reason when the job does not end
 *   although it was cancelled.
 */
export async function followJob(
  service: JobService,
  jobId: string,
  signal: AbortSignal,
): Promise<JobEnd> {
  const stream = service.messages(jobId);
  const giveUp = (error: unknown) => {
    stream.destroy(error as Error);
  };
  let cancelTimer: NodeJS.Timeout | undefined;
  const cancel = () => {
    service.cancel(jobId).catch(giveUp);
    cancelTimer = setTimeout(giveUp, cancelTimeoutMs, signal.reason);
  };
  if (signal.aborted) cancel();
  signal.addEventListener("abort", cancel, { once: true });
  const watch = setInterval(() => {
    service.state(jobId).catch(giveUp);
  }, watchIntervalMs);
  const errors = new Set<string>();
  let state = JobState.UNSPECIFIED;
  try {
    for await (const { response } of stream as AsyncIterable<JobMessagesResponse>) {
      if (response.oneofKind === "stateResponse") {
        ({ state } = response.stateResponse);
        log.debug({ jobId, state: JobState[state] }, "Job state.");
      } else if (response.oneofKind === "messageResponse") {
        const { importance, messageText } = response.messageResponse;
        if (importance === Importance.JOB_MESSAGE_ERROR) errors.add(messageText);
        else logMessage(response.messageResponse);
      }
    }
    // A server may end the stream before it sends the last state.
    while (!terminalStates.includes(state)) {
      state = await service.state(jobId);
      await sleep(pollIntervalMs);
    }
    return { state, errors: [...errors] };
  } catch (error) {
    throw isGrpcError(error) ? service.errorOf(error) : error;
  } finally {
    clearInterval(watch);
    clearTimeout(cancelTimer);
    signal.removeEventListener("abort", cancel);
  }
}

function isGrpcError(error: unknown): error is grpc.ServiceError {
  return error instanceof Error && "code" in error && "details" in error;
}

function logMessage({ importance, messageText }: JobMessage): void {
  if (importance === Importance.JOB_MESSAGE_WARNING) log.warn(messageText);
  else if (importance === Importance.JOB_MESSAGE_BASIC) log.info(messageText);
  else log.debug(messageText);
}
