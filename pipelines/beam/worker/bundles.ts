import "../sdk";
import {
  type ProcessBundleDescriptor,
  ProcessBundleProgressResponse,
  type ProcessBundleRequest,
  ProcessBundleResponse,
  type ProcessBundleSplitRequest,
  ProcessBundleSplitResponse,
} from "apache-beam/proto/beam_fn_api";
import type { MonitoringInfo } from "apache-beam/proto/metrics";
import { BundleProcessor } from "apache-beam/worker/worker";
import { describeFailure } from "./bundle_failure";
import "./bundle_processor";
import { MonitoringInfos } from "./monitoring_info";
import type { WorkerChannels } from "./channels";

/** The bundles of a worker, any number of them at a time. */
export class Bundles {
  private readonly descriptors = new Map<string, Promise<ProcessBundleDescriptor>>();
  /** Processors to be reused for the next bundle of their descriptor. */
  private readonly idle = new Map<string, BundleProcessor[]>();
  private readonly active = new Map<string, BundleProcessor | undefined>();
  private readonly infos: MonitoringInfos;

  constructor(
    workerId: string,
    private readonly channels: WorkerChannels,
    private readonly fetchDescriptor: (id: string) => Promise<ProcessBundleDescriptor>,
  ) {
    this.infos = new MonitoringInfos(workerId);
  }

  get activeCount(): number {
    return this.active.size;
  }

  /** @throws Error whose message is what the runner receives: step, error, stack and causes. */
  async process(
    instructionId: string,
    { processBundleDescriptorId: id }: ProcessBundleRequest,
  ): Promise<ProcessBundleResponse> {
    this.active.set(instructionId, undefined);
    let descriptor: ProcessBundleDescriptor | undefined;
    try {
      descriptor = await this.descriptor(id);
      const processor = this.idle.get(id)?.pop() ?? this.newProcessor(descriptor);
      this.active.set(instructionId, processor);
      await processor.process(instructionId);
      const response = ProcessBundleResponse.create(this.metrics(processor));
      this.idle.set(id, [...(this.idle.get(id) ?? []), processor]);
      return response;
    } catch (error) {
      throw new Error(describeFailure(error, descriptor), { cause: error });
    } finally {
      this.active.delete(instructionId);
      this.channels.endBundle(instructionId);
    }
  }

  /** Empty for a bundle that has just ended: the runner may not know that yet. */
  progress(instructionId: string): ProcessBundleProgressResponse {
    const processor = this.active.get(instructionId);
    return ProcessBundleProgressResponse.create(processor && this.metrics(processor));
  }

  /** Returns a part of a bundle's input to the runner; none of a bundle that has just ended. */
  split(request: ProcessBundleSplitRequest): ProcessBundleSplitResponse {
    const processor = this.active.get(request.instructionId);
    return processor?.split(request) ?? ProcessBundleSplitResponse.create();
  }

  /** The metrics that short ids in `monitoringData` stand for. */
  monitoringInfos(shortIds: readonly string[]): Record<string, MonitoringInfo> {
    return Object.fromEntries(shortIds.map((id) => [id, this.infos.get(id)]));
  }

  private descriptor(id: string): Promise<ProcessBundleDescriptor> {
    let descriptor = this.descriptors.get(id);
    if (!descriptor) {
      descriptor = this.fetchDescriptor(id).then(withElementCoders);
      this.descriptors.set(id, descriptor);
      descriptor.catch(() => this.descriptors.delete(id));
    }
    return descriptor;
  }

  private newProcessor(descriptor: ProcessBundleDescriptor): BundleProcessor {
    // The SDK types its own classes; it needs no more of them than ours have.
    const data: any = (endpoint: string) => this.channels.data(endpoint);
    return new BundleProcessor(descriptor, data, noState);
  }

  /** In both forms: not all runners support short ids. */
  private metrics(processor: BundleProcessor) {
    const data = processor.monitoringData(this.infos.shortIds);
    return {
      monitoringData: Object.fromEntries(data),
      monitoringInfos: [...data].map(([id, payload]) => this.infos.get(id, payload)),
    };
  }
}

/**
 * Only side inputs, user state and state-backed iterables need the state channel. No pipeline here has
 * the former, and runners use the latter with workers that declare its coder (environment.ts).
 */
function noState(): never {
  throw new Error("This worker has no state channel: side inputs and state are not supported.");
}

const windowedValueCoders = ["beam:coder:windowed_value:v1", "beam:coder:param_windowed_value:v1"];

/** Dataflow names the coder of a PCollection's windowed values; the SDK expects that of its elements. */
function withElementCoders(descriptor: ProcessBundleDescriptor): ProcessBundleDescriptor {
  for (const pcollection of Object.values(descriptor.pcollections)) {
    const coder = descriptor.coders[pcollection.coderId];
    const [elementCoderId] = coder?.componentCoderIds ?? [];
    if (elementCoderId && windowedValueCoders.includes(coder?.spec?.urn ?? "")) {
      pcollection.coderId = elementCoderId;
    }
  }
  return descriptor;
}
