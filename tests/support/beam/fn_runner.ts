import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import "../../../pipelines/beam/sdk";
import * as grpc from "@grpc/grpc-js";
import {
  type Elements,
  InstructionRequest,
  type InstructionResponse,
  type LogEntry,
  type LogEntry_List,
  type ProcessBundleDescriptor,
} from "apache-beam/proto/beam_fn_api";
import * as services from "apache-beam/proto/beam_fn_api.grpc-server";
import { GetProvisionInfoResponse } from "apache-beam/proto/beam_provision_api";
import { provisionServiceDefinition } from "apache-beam/proto/beam_provision_api.grpc-server";
import { compiled } from "../checkout";

type Stream<In, Out> = grpc.ServerDuplexStream<In, Out>;

/**
 * The side of a runner that faces a worker (beam_fn_api.proto), over real gRPC, under the control of
 * a test: it does on demand what real runners do rarely. It serves one worker.
 */
export class FnRunner {
  readonly logs: LogEntry[] = [];
  /** Data that the worker has sent, in order. */
  readonly data: Elements["data"] = [];
  /** The ids that the worker sent in its calls. */
  readonly workerIds = new Set<string>();
  endpoint = "";
  control!: Stream<InstructionResponse, InstructionRequest>;
  dataStream!: Stream<Elements, Elements>;

  private readonly server: grpc.Server;
  private readonly descriptors = new Map<string, ProcessBundleDescriptor>();
  private readonly events = new EventEmitter();
  private readonly children: ChildProcess[] = [];

  constructor(options: grpc.ServerOptions = {}) {
    this.server = new grpc.Server({ "grpc.max_receive_message_length": -1, ...options });
    const note = (metadata: grpc.Metadata) => {
      for (const id of metadata.get("worker_id")) this.workerIds.add(String(id));
    };
    this.server.addService(provisionServiceDefinition, {
      getProvisionInfo: (
        { metadata }: grpc.ServerUnaryCall<unknown, unknown>,
        callback: grpc.sendUnaryData<GetProvisionInfoResponse>,
      ) => {
        note(metadata);
        const url = { url: this.endpoint };
        const info = { loggingEndpoint: url, controlEndpoint: url };
        callback(null, GetProvisionInfoResponse.create({ info }));
      },
    });
    this.server.addService(services.beamFnLoggingDefinition, {
      logging: (stream: Stream<LogEntry_List, never>) => {
        note(stream.metadata);
        stream.on("data", ({ logEntries }: LogEntry_List) => {
          this.logs.push(...logEntries);
          this.events.emit("received");
        });
        stream.on("end", () => {
          stream.end();
        });
      },
    });
    this.server.addService(services.beamFnControlDefinition, {
      control: (stream: Stream<InstructionResponse, InstructionRequest>) => {
        note(stream.metadata);
        this.control = stream;
        stream.on("data", (response: InstructionResponse) =>
          this.events.emit(response.instructionId, response),
        );
        stream.on("error", () => undefined);
        this.events.emit("connected");
      },
      getProcessBundleDescriptor: (
        { metadata, request }: grpc.ServerUnaryCall<{ processBundleDescriptorId: string }, unknown>,
        callback: grpc.sendUnaryData<ProcessBundleDescriptor>,
      ) => {
        note(metadata);
        const descriptor = this.descriptors.get(request.processBundleDescriptorId);
        if (descriptor) callback(null, descriptor);
        else callback({ code: grpc.status.NOT_FOUND, details: "no such descriptor" });
      },
    });
    this.server.addService(services.beamFnDataDefinition, {
      data: (stream: Stream<Elements, Elements>) => {
        note(stream.metadata);
        this.dataStream = stream;
        stream.on("data", ({ data }: Elements) => {
          this.data.push(...data);
          this.events.emit("received");
        });
        stream.on("error", () => undefined);
        this.events.emit("data stream");
      },
    });
  }

  async start(): Promise<void> {
    const port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync(
        "127.0.0.1:0",
        grpc.ServerCredentials.createInsecure(),
        (error, port) => {
          if (error) reject(error);
          else resolve(port);
        },
      );
    });
    this.endpoint = `127.0.0.1:${port}`;
  }

  /** Starts a worker as Prism does, and waits until it is connected. */
  async startWorker(module: string): Promise<WorkerProcess> {
    const program = join(compiled, "pipelines/worker.js");
    const args = [program, "--id='worker 1'", `--provision_endpoint=${this.endpoint}`];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, LOG_LEVEL: "info", CRYPTO_WORKER_MODULES: module },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.children.push(child);
    const worker = new WorkerProcess(child);
    await Promise.race([
      once(this.events, "connected"),
      worker.exited.then((code) => {
        throw new Error(`The worker ended with ${code}: ${worker.stderr}`);
      }),
    ]);
    return worker;
  }

  /** Breaks all connections, as when a runner dies. */
  loseWorker(): void {
    this.server.forceShutdown();
  }

  /** Kills workers that are still running. */
  stop(): void {
    for (const child of this.children) child.kill("SIGKILL");
    this.server.forceShutdown();
  }

  /** Waits until the data or the log lines received so far meet a condition. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this.events, "received");
  }

  describe(descriptor: ProcessBundleDescriptor): void {
    this.descriptors.set(descriptor.id, descriptor);
  }

  /** Sends an instruction, and waits for its answer. */
  async instruct(
    instructionId: string,
    request: InstructionRequest["request"],
  ): Promise<InstructionResponse> {
    const answered = once(this.events, instructionId);
    this.control.write(InstructionRequest.create({ instructionId, request }));
    return ((await answered) as [InstructionResponse])[0];
  }

  /** Requests a bundle; its elements are sent with `send`. */
  process(instructionId: string, processBundleDescriptorId: string): Promise<InstructionResponse> {
    const processBundle = { processBundleDescriptorId, cacheTokens: [] };
    return this.instruct(instructionId, { oneofKind: "processBundle", processBundle });
  }

  /** Sends one message of a bundle's elements, as soon as the worker has opened the data channel. */
  async send(
    instructionId: string,
    transformId: string,
    data: Uint8Array,
    isLast: boolean,
  ): Promise<void> {
    if (!(this.dataStream as unknown)) await once(this.events, "data stream");
    this.dataStream.write({ data: [{ instructionId, transformId, data, isLast }], timers: [] });
  }
}

export class WorkerProcess {
  stderr = "";
  /** Fulfilled with its exit code, or the signal that ended it. */
  readonly exited: Promise<number | string>;

  constructor(readonly child: ChildProcess) {
    child.stderr?.on("data", (text: Buffer) => (this.stderr += text.toString()));
    this.exited = once(child, "close").then(
      ([code, signal]: unknown[]) => (code ?? signal) as never,
    );
  }
}
