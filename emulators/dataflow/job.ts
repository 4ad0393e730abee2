/** The states of a batch job that occur here. */
export type JobState =
  | "JOB_STATE_QUEUED"
  | "JOB_STATE_PENDING"
  | "JOB_STATE_RUNNING"
  | "JOB_STATE_DONE"
  | "JOB_STATE_FAILED"
  | "JOB_STATE_CANCELLING"
  | "JOB_STATE_CANCELLED";

export type Importance = "JOB_MESSAGE_BASIC" | "JOB_MESSAGE_DETAILED" | "JOB_MESSAGE_ERROR";

export interface JobMessage {
  readonly id: string;
  readonly time: string;
  readonly messageText: string;
  readonly messageImportance: Importance;
}

const terminal: readonly JobState[] = ["JOB_STATE_DONE", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED"];

/** A job and its messages. */
export class LocalJob {
  readonly messages: JobMessage[] = [];
  readonly createTime = new Date().toISOString();
  /** Fulfilled when the job has reached a terminal state. */
  readonly ended: Promise<void>;
  private readonly canceled = new AbortController();
  private onEnd: () => void = () => undefined;
  private since = this.createTime;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly project: string,
    readonly region: string,
    private labels: Readonly<Record<string, string>> = {},
    public state: JobState = "JOB_STATE_QUEUED",
  ) {
    this.ended = new Promise((resolve) => {
      this.onEnd = resolve;
    });
  }

  get isOver(): boolean {
    return terminal.includes(this.state);
  }

  /** Aborted when the job is cancelled. */
  get signal(): AbortSignal {
    return this.canceled.signal;
  }

  enter(state: JobState): void {
    if (this.isOver) return;
    this.state = state;
    this.since = new Date().toISOString();
    this.log(`The job is now ${state}.`, "JOB_MESSAGE_DETAILED");
    if (terminal.includes(state)) this.onEnd();
  }

  cancel(): void {
    if (this.isOver) return;
    this.enter("JOB_STATE_CANCELLING");
    this.canceled.abort(new Error("The job was cancelled."));
  }

  fail(error: unknown): void {
    this.log(error instanceof Error ? error.message : String(error), "JOB_MESSAGE_ERROR");
    this.enter(this.signal.aborted ? "JOB_STATE_CANCELLED" : "JOB_STATE_FAILED");
  }

  log(messageText: string, messageImportance: Importance = "JOB_MESSAGE_BASIC"): void {
    const id = String(this.messages.length + 1);
    this.messages.push({ id, time: new Date().toISOString(), messageText, messageImportance });
  }

  labelledWith(labels: Readonly<Record<string, string>>): void {
    this.labels = labels;
  }

  /** The job as the REST API shows it. */
  toJSON(): object {
    return {
      id: this.id,
      projectId: this.project,
      name: this.name,
      type: "JOB_TYPE_BATCH",
      environment: { version: { major: "8", job_type: "FNAPI_BATCH" } },
      currentState: this.state,
      currentStateTime: this.since,
      createTime: this.createTime,
      startTime: this.createTime,
      labels: this.labels,
      location: this.region,
      jobMetadata: { sdkVersion: { versionDisplayName: "Apache Beam TypeScript SDK" } },
    };
  }
}
