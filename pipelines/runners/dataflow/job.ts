import { version as sdkVersion } from "apache-beam/version";
import { dataflowExperiments } from "./experiments";
import { sdkHarnessContainerImages } from "./images";
import type { JobSource } from "./job_source";
import { displayData, pipelineOptions } from "./pipeline_options";
import { workerPool } from "./worker_pool";

/**
 * Describes a batch job as Beam's Python client does for the same pipeline: a Job of the REST API
 * (https://cloud.google.com/dataflow/docs/reference/rest/v1b3/projects.jobs#Job).
 */
export function describeJob(source: JobSource) {
  const { proto, settings, places } = source;
  const experiments = dataflowExperiments(settings);
  return {
    name: source.jobName,
    type: "JOB_TYPE_BATCH",
    clientRequestId: source.clientRequestId,
    labels: settings.labels,
    environment: {
      tempStoragePrefix: places.tempLocation.replace("gs://", "storage.googleapis.com/"),
      clusterManagerApiService: "compute.googleapis.com",
      dataset: "bigquery.googleapis.com/cloud_dataflow",
      userAgent: { name: "Apache Beam TypeScript SDK", version: sdkVersion },
      version: { major: "8", job_type: "FNAPI_BATCH" },
      experiments,
      serviceOptions: settings.dataflowServiceOptions,
      serviceAccountEmail: settings.serviceAccountEmail,
      serviceKmsKeyName: settings.dataflowKmsKey,
      flexResourceSchedulingGoal: settings.flexrsGoal && `FLEXRS_${settings.flexrsGoal}`,
      workerRegion: settings.workerRegion,
      workerZone: settings.workerZone,
      workerPools: [workerPool(settings, sdkHarnessContainerImages(proto))],
      sdkPipelineOptions: {
        options: pipelineOptions(source, experiments),
        display_data: displayData(source, experiments),
      },
    },
  };
}

/** A field that is undefined is not sent. */
export type DataflowJob = ReturnType<typeof describeJob>;
