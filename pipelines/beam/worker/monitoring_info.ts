import "../sdk";
import { MonitoringInfo } from "apache-beam/proto/metrics";
import { MetricsShortIdCache } from "apache-beam/worker/metrics";

/** User metrics need a namespace; the SDK leaves it empty. */
const namespace = "crypto-pipelines";

/** The metrics of a worker, by the short ids that stand for their names and labels. */
export class MonitoringInfos {
  readonly shortIds = new MetricsShortIdCache();

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
