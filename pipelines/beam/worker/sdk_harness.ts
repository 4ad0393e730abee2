import "../sdk";
import type * as grpc from "@grpc/grpc-js";
import {
  HarnessMonitoringInfosResponse,
  FinalizeBundleResponse,
  type InstructionRequest,
  InstructionResponse,
  MonitoringInfosMetadataResponse,
  type ProcessBundleDescriptor,
} from "apache-beam/proto/beam_fn_api";
import { BeamFnControlClient } from "apache-beam/proto/beam_fn_api.grpc-client";
import { withCancellation } from "../operators/cancellation";
import { Bundles } from "./bundles";
import { grpcClient, workerMetadata } from "./grpc_channel";
import { LostChannelError } from "./lost_channel";
// Every worker knows the classes that any pipeline may consist of.
import "../step";
import { WorkerChannels } from "./channels";

/** How long a runner may take to answer a call. */
const callTimeoutMs = 60_000;

/**
 * An SDK worker: executes a runner's instructions over its control channel (BeamFnControl in
 * beam_fn_api.proto) until the runner closes it.
 */
export class SdkHarness {
  /** Fulfilled when the runner has ended the worker, rejected when the connection was lost. */
  readonly ended: Promise<void>;
  private readonly client: BeamFnControlClient;
  private readonly control: grpc.ClientDuplexStream<InstructionResponse, InstructionRequest>;
  private readonly channels: WorkerChannels;
  private readonly bundles: Bundles;
  private readonly stopped = new AbortController();
  private end!: (error?: Error) => void;

  /** @param onFailure receives why an instruction failed, as the runner does. */
  constructor(
    private readonly workerId: string,
    private readonly controlEndpoint: string,
    private readonly onFailure: (message: string, instructionId: string) => void,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.end = (error) => {
        if (error) reject(error);
        else resolve();
      };
    });
    this.channels = new WorkerChannels(workerId, (error) => {
      this.dataLost(error);
    });
    this.bundles = new Bundles(workerId, this.channels, (id) => this.fetchDescriptor(id));
    this.client = grpcClient(BeamFnControlClient, controlEndpoint);
    this.control = this.client.control(workerMetadata(workerId));
    this.control.on("data", (request: InstructionRequest) => {
      void withCancellation(this.stopped.signal, () => this.handle(request));
    });
    this.control.on("end", () => {
      this.end();
    });
    this.control.on("error", (error: Error) => {
      this.end(new LostChannelError("control", controlEndpoint, error));
    });
  }

  /** Ends the worker; bundles in progress fail. */
  stop(): void {
    this.stopped.abort(new Error("The worker was stopped."));
    this.control.end();
    this.channels.close();
    this.client.close();
    this.end();
  }

  private async handle(request: InstructionRequest): Promise<void> {
    const { instructionId } = request;
    try {
      const response = await this.respond(request);
      this.control.write(InstructionResponse.create({ instructionId, response }));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.onFailure(message, instructionId);
      this.control.write(InstructionResponse.create({ instructionId, error: message }));
    }
  }

  private async respond({
    instructionId,
    request,
  }: InstructionRequest): Promise<InstructionResponse["response"]> {
    switch (request.oneofKind) {
      case "processBundle":
        return {
          oneofKind: "processBundle",
          processBundle: await this.bundles.process(instructionId, request.processBundle),
        };
      case "processBundleProgress":
        return {
          oneofKind: "processBundleProgress",
          processBundleProgress: this.bundles.progress(request.processBundleProgress.instructionId),
        };
      case "processBundleSplit":
        return {
          oneofKind: "processBundleSplit",
          processBundleSplit: this.bundles.split(request.processBundleSplit),
        };
      case "monitoringInfos":
        return {
          oneofKind: "monitoringInfos",
          monitoringInfos: MonitoringInfosMetadataResponse.create({
            monitoringInfo: this.bundles.monitoringInfos(request.monitoringInfos.monitoringInfoId),
          }),
        };
      case "harnessMonitoringInfos":
        return {
          oneofKind: "harnessMonitoringInfos",
          harnessMonitoringInfos: HarnessMonitoringInfosResponse.create(),
        };
      case "finalizeBundle":
        return { oneofKind: "finalizeBundle", finalizeBundle: FinalizeBundleResponse.create() };
      default:
        throw new Error(`This worker does not know the instruction ${String(request.oneofKind)}.`);
    }
  }

  private fetchDescriptor(processBundleDescriptorId: string): Promise<ProcessBundleDescriptor> {
    return new Promise((resolve, reject) => {
      this.client.getProcessBundleDescriptor(
        { processBundleDescriptorId },
        workerMetadata(this.workerId),
        { deadline: Date.now() + callTimeoutMs },
        (error, descriptor) => {
          if (descriptor) resolve(descriptor);
          else reject(new LostChannelError("control", this.controlEndpoint, error ?? new Error()));
        },
      );
    });
  }

  /**
   * Bundles in progress fail by themselves. One that had already succeeded may have lost its output
   * on the way, and its runner would wait for it forever: the worker ends, which the runner notices.
   */
  private dataLost(error: LostChannelError): void {
    if (!error.isEndOfRunner) setTimeout(this.end, 1000, error).unref();
  }
}
