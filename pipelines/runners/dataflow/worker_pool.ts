import { dataflowService } from "./service";
import type { SdkHarnessContainerImage } from "./images";
import type { DataflowSettings } from "../../options/dataflow/settings";

const algorithms = {
  NONE: "AUTOSCALING_ALGORITHM_NONE",
  THROUGHPUT_BASED: "AUTOSCALING_ALGORITHM_BASIC",
} as const;

/**
 * The machines of a job: a WorkerPool of the REST API. What was not asked for is left out, for the
 * service to decide.
 */
export function workerPool(
  settings: DataflowSettings,
  images: readonly SdkHarnessContainerImage[],
) {
  const [onlyImage, ...otherImages] = images;
  return {
    kind: "harness",
    numWorkers: settings.numWorkers,
    machineType: settings.workerMachineType,
    diskSizeGb: settings.diskSizeGb,
    diskType: settings.diskType,
    // 64-bit numbers are texts in the JSON of Google's APIs.
    diskProvisionedIops: settings.diskProvisionedIops?.toString(),
    diskProvisionedThroughputMibps: settings.diskProvisionedThroughputMibps?.toString(),
    network: settings.network,
    subnetwork: settings.subnetwork,
    ipConfiguration: ipConfiguration(settings),
    numThreadsPerWorker: settings.numberOfWorkerHarnessThreads,
    autoscalingSettings: {
      maxNumWorkers: settings.maxNumWorkers,
      algorithm: settings.autoscalingAlgorithm && algorithms[settings.autoscalingAlgorithm],
    },
    taskrunnerSettings: {
      parallelWorkerSettings: {
        baseUrl: dataflowService,
        servicePath: settings.dataflowEndpoint ?? dataflowService,
      },
    },
    // With one image the service wants it here too.
    workerHarnessContainerImage: otherImages.length === 0 ? onlyImage?.containerImage : undefined,
    sdkHarnessContainerImages: images,
  };
}

function ipConfiguration(settings: DataflowSettings): string | undefined {
  const { noUsePublicIps, usePublicIps } = settings;
  if (noUsePublicIps === undefined && usePublicIps === undefined) return undefined;
  return (usePublicIps ?? noUsePublicIps === false) ? "WORKER_IP_PUBLIC" : "WORKER_IP_PRIVATE";
}
