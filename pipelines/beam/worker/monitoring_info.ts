import "../sdk";
import { MonitoringInfo } from "apache-beam/proto/metrics";
import { MetricsShortIdCache } from "apache-beam/worker/metrics";

/** User metrics need a namespace; the SDK leaves it empty. */
const namespace = "crypto-pipelines";

/**
 * Short ids that no other worker of the job has: Prism keeps those of all workers in one table, where
 * beam_fn_api.proto asks for unique ones in a worker only. A worker's metrics would count as another's.
 */
class ShortIds extends MetricsShortIdCache {
  constructor(private readonly workerId: string) {
    super();
  }

  override getShortId(metric: Parameters<MetricsShortIdCache["getShortId"]>[0]): string {
    return `${this.workerId}-${super.getShortId(metric)}`;
  }

  override asMonitoringInfo(id: string): MonitoringInfo {
    return super.asMonitoringInfo(id.slice(this.workerId.length + 1));
  }
}

/** The metrics of a worker, by the short ids that stand for their names and labels. */
export class MonitoringInfos {
  readonly shortIds: MetricsShortIdCache;

  constructor(workerId: string) {
    this.shortIds = new ShortIds(workerId);
  }

  /**
   * What a short id stands for. The SDK writes TRANSFORM where metrics.proto says PTRANSFORM, and so
   * Flink and Dataflow drop its counters.
   */
  get(shortId: string, payload: Uint8Array = new Uint8Array()): MonitoringInfo {
    const { urn, type, labels } = this.shortIds.asMonitoringInfo(shortId);
    const { TRANSFORM, ...others } = labels;
    return MonitoringInfo.create({
      urn,
      type,
      payload,
      labels: TRANSFORM ? { ...others, PTRANSFORM: TRANSFORM, NAMESPACE: namespace } : others,
    });
  }
}
