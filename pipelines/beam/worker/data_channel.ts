import "../sdk";
import type * as grpc from "@grpc/grpc-js";
import type { Elements } from "apache-beam/proto/beam_fn_api";
import { BeamFnDataClient } from "apache-beam/proto/beam_fn_api.grpc-client";
import type { IDataChannel } from "apache-beam/worker/data";
import { grpcClient, workerMetadata } from "./grpc_channel";
import { InboundElements } from "./inbound_elements";
import { LostChannelError } from "./lost_channel";

/** Queued elements of bundles in progress, beyond which the stream is paused: back-pressure. */
const maxQueuedBytes = 64 * 1024 * 1024;

/** Elements may still arrive for a bundle that has failed: so many ended bundles are remembered. */
const rememberedBundles = 1000;

/**
 * One stream to a runner's data service, for the elements of all bundles in both directions
 * (BeamFnData in beam_fn_api.proto). When the stream is lost, every bundle that uses it fails.
 */
export class DataChannel {
  private readonly client: BeamFnDataClient;
  private readonly stream: grpc.ClientDuplexStream<Elements, Elements>;
  private readonly inbound = new Map<string, Map<string, InboundElements>>();
  private readonly ended = new Set<string>();
  private queuedBytes = 0;
  /** Senders that wait until the stream takes the next message. */
  private readonly senders: { resolve: () => void; reject: (error: Error) => void }[] = [];
  private lost: Error | undefined;

  /** @param onLost is called once, when the stream has ended or broken. */
  constructor(
    private readonly endpoint: string,
    workerId: string,
    private readonly onLost: (error: LostChannelError) => void,
  ) {
    this.client = grpcClient(BeamFnDataClient, endpoint);
    this.stream = this.client.data(workerMetadata(workerId));
    this.stream.on("data", (elements: Elements) => {
      this.receive(elements);
    });
    this.stream.on("drain", () => {
      for (const { resolve } of this.senders.splice(0)) resolve();
    });
    this.stream.on("error", (error) => {
      this.lose(error);
    });
    this.stream.on("end", () => {
      this.lose(new Error("the runner closed it"));
    });
  }

  /** Called by the SDK's source operator: `consumer` gets all elements, also those that arrived early. */
  registerConsumer(
    instructionId: string,
    transformId: string,
    consumer: IDataChannel,
  ): Promise<void> {
    const elements = this.elementsFor(instructionId, transformId);
    elements.connect(consumer);
    if (this.lost) elements.fail(this.lost);
    return Promise.resolve();
  }

  unregisterConsumer(): void {
    // endBundle does it.
  }

  /** Called by the SDK's sink operator. */
  getSendChannel(instructionId: string, transformId: string): IDataChannel {
    const write = (data: Uint8Array, isLast: boolean) => {
      if (this.lost) throw this.lost;
      return this.stream.write({
        data: [{ instructionId, transformId, data, isLast }],
        timers: [],
      });
    };
    return {
      sendData: async (data) => {
        if (write(data, false)) return;
        await new Promise<void>((resolve, reject) => this.senders.push({ resolve, reject }));
      },
      sendTimers: () => Promise.reject(new Error("Timers are not supported.")),
      close: () => {
        write(new Uint8Array(), true);
      },
      onError: (error) => {
        throw error;
      },
    };
  }

  /** Forgets a bundle that has ended, and drops what still arrives for it. */
  endBundle(instructionId: string): void {
    for (const elements of this.inbound.get(instructionId)?.values() ?? []) elements.drop();
    this.inbound.delete(instructionId);
    this.ended.add(instructionId);
    if (this.ended.size > rememberedBundles) {
      for (const oldest of this.ended) {
        this.ended.delete(oldest);
        break;
      }
    }
  }

  close(): void {
    this.stream.end();
    this.client.close();
  }

  private receive(elements: Elements): void {
    for (const { instructionId, transformId, data, isLast } of elements.data) {
      if (this.ended.has(instructionId)) continue;
      this.queuedBytes += data.length;
      this.elementsFor(instructionId, transformId).push(data, isLast);
    }
    for (const { instructionId, transformId } of elements.timers) {
      const error = new Error("Timers are not supported.");
      this.elementsFor(instructionId, transformId).fail(error);
    }
    if (this.queuedBytes > maxQueuedBytes) this.stream.pause();
  }

  private elementsFor(instructionId: string, transformId: string): InboundElements {
    let bundle = this.inbound.get(instructionId);
    if (!bundle) this.inbound.set(instructionId, (bundle = new Map<string, InboundElements>()));
    let elements = bundle.get(transformId);
    if (!elements) {
      elements = new InboundElements((bytes) => {
        this.queuedBytes -= bytes;
        if (this.stream.isPaused() && this.queuedBytes < maxQueuedBytes / 2) this.stream.resume();
      });
      bundle.set(transformId, elements);
    }
    return elements;
  }

  private lose(cause: Error): void {
    if (this.lost) return;
    const lost = new LostChannelError("data", this.endpoint, cause);
    this.lost = lost;
    for (const { reject } of this.senders.splice(0)) reject(lost);
    for (const bundle of this.inbound.values()) {
      for (const elements of bundle.values()) elements.fail(lost);
    }
    this.onLost(lost);
  }
}
