import { version as sdkVersion } from "apache-beam/version";
import type { Pipeline } from "apache-beam/proto/beam_runner_api";
import { dataflowExperiments } from "./dataflow_experiments";
import { sdkHarnessContainerImages } from "./dataflow_images";
import { displayData, type GivenOptions, pipelineOptions } from "./dataflow_pipeline_options";
import { workerPool } from "./dataflow_worker_pool";
import type { DataflowSettings } from "./dataflow_settings";

/** Where a job's graph and its temporary files are: URLs, or paths of this machine. */
export interface JobPlaces {
  readonly pipelineUrl: string;
  /** SHA-256 of the staged pipeline, in lower-case hex. */
  readonly pipelineProtoHash: string;
  readonly stagingLocation: string;
  readonly tempLocation: string;
}

/** What a job is described by. */
export interface JobSource {
  readonly proto: Pipeline;
  readonly jobName: string;
  readonly settings: DataflowSettings;
  /** The options of our own that were given, for the job's page. */
  readonly given: GivenOptions;
  readonly places: JobPlaces;
  /** The same for repeated requests to create this job. */
  readonly clientRequestId: string;
}

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
