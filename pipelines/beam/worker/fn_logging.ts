import "../sdk";
import type * as grpc from "@grpc/grpc-js";
import {
  type LogControl,
  LogEntry,
  LogEntry_List,
  LogEntry_Severity_Enum as Severity,
} from "apache-beam/proto/beam_fn_api";
import { BeamFnLoggingClient } from "apache-beam/proto/beam_fn_api.grpc-client";
import { Timestamp } from "apache-beam/proto/google/protobuf/timestamp";
import { grpcClient, workerMetadata } from "./grpc_channel";
import { logContext } from "./log_context";

export { Severity };

/** A line to be logged; bundle and step are added. */
export interface LogLine {
  readonly severity: Severity;
  readonly message: string;
  /** A stack. */
  readonly trace?: string;
  readonly instructionId?: string;
}

/** How long the last lines may take when a worker ends. */
const closeTimeoutMs = 1000;

/**
 * The worker's log lines, sent to the runner (BeamFnLogging in beam_fn_api.proto) in batches. When
 * the stream is lost, lines go to stderr instead: none is dropped.
 */
export class FnLogging {
  private readonly client: BeamFnLoggingClient;
  private readonly stream: grpc.ClientDuplexStream<LogEntry_List, LogControl>;
  private batch: LogEntry[] = [];
  private lost = false;

  constructor(endpoint: string, workerId: string) {
    this.client = grpcClient(BeamFnLoggingClient, endpoint);
    this.stream = this.client.logging(workerMetadata(workerId));
    this.stream.on("data", () => undefined);
    this.stream.on("error", () => {
      this.lost = true;
      this.flush();
    });
    this.stream.on("end", () => {
      this.lost = true;
    });
  }

  log(line: LogLine): void {
    const { instructionId = "", transformId = "" } = logContext();
    const timestamp = Timestamp.now();
    if (this.batch.length === 0) {
      setImmediate(() => {
        this.flush();
      });
    }
    this.batch.push(LogEntry.create({ timestamp, instructionId, transformId, ...line }));
  }

  /** Waits until the runner has taken what was logged, for a second at most. */
  async close(): Promise<void> {
    this.flush();
    if (!this.lost) {
      await new Promise<void>((resolve) => {
        this.stream.once("status", resolve).end();
        setTimeout(resolve, closeTimeoutMs).unref();
      });
    }
    this.client.close();
  }

  private flush(): void {
    const logEntries = this.batch.splice(0);
    if (logEntries.length === 0) return;
    if (!this.lost) this.stream.write(LogEntry_List.create({ logEntries }));
    else for (const entry of logEntries) process.stderr.write(asText(entry));
  }
}

function asText({ severity, message, trace }: LogEntry): string {
  return `${Severity[severity]} ${message}\n${trace && !message.includes(trace) ? `${trace}\n` : ""}`;
}
