import { setTimeout as pause } from "node:timers/promises";
import { log } from "../../core/log";
import type { DataflowClient, JobMessage } from "./client";

/** How a job ended. */
export interface JobEnd {
  /** Such as `JOB_STATE_DONE`. */
  readonly state: string;
  /** The texts of the job's error messages, in their order. */
  readonly errors: readonly string[];
}

const terminalStates = new Set([
  "JOB_STATE_DONE",
  "JOB_STATE_FAILED",
  "JOB_STATE_CANCELLED",
  "JOB_STATE_UPDATED",
  "JOB_STATE_DRAINED",
]);

/**
 * Waits until a job has ended, and forwards its messages to the log.
 *
 * @throws what the signal was aborted with, at once: the job keeps running then
 */
export function waitForJob(
  client: DataflowClient,
  id: string,
  options: WaitOptions,
): Promise<JobEnd> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    // A call that is being retried would keep a person waiting for a minute.
    const stop = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", stop, { once: true });
    follow(client, id, options)
      .then(resolve, reject)
      .finally(() => {
        signal.removeEventListener("abort", stop);
      });
  });
}

async function follow(
  client: DataflowClient,
  id: string,
  { signal, onMessage, pollMs }: WaitOptions,
): Promise<JobEnd> {
  const messages = new JobMessages(client, id);
  let last = "";
  for (;;) {
    const { currentState: state = "" } = await client.get(id);
    // Messages after the state: those of its end are there when the end is seen.
    await messages.logNew();
    if (state !== last) onMessage(`Job ${id}: ${state.replace(/^JOB_STATE_/, "")}`);
    if (terminalStates.has(state)) return { state, errors: messages.errors };
    last = state;
    await pause(pollMs, undefined, { signal });
  }
}

export interface WaitOptions {
  readonly signal: AbortSignal;
  /** Called with every change of the job's state. */
  readonly onMessage: (line: string) => void;
  /** How long to wait between two polls, in milliseconds. */
  readonly pollMs: number;
}

/** The messages of a job, each logged once. */
class JobMessages {
  readonly errors: string[] = [];
  private readonly seen = new Set<string>();
  private newest: string | undefined;

  constructor(
    private readonly client: DataflowClient,
    private readonly id: string,
  ) {}

  async logNew(): Promise<void> {
    for (const message of await this.client.messages(this.id, this.newest)) {
      if (this.seen.has(message.id)) continue;
      this.seen.add(message.id);
      this.newest = message.time;
      this.log(message);
    }
  }

  private log({ messageImportance, messageText, time }: JobMessage): void {
    const about = { job_id: this.id, job_time: time };
    if (messageImportance === "JOB_MESSAGE_ERROR") {
      this.errors.push(messageText);
      log.error(about, messageText);
    } else if (messageImportance === "JOB_MESSAGE_WARNING") {
      log.warn(about, messageText);
    } else {
      log.info(about, messageText);
    }
  }
}
