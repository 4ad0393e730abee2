import { inEnvironment } from "../../../pipelines/beam/environment";
import { pipelineProto } from "../../../pipelines/beam/pipeline_proto";
import { parseCommandLine } from "../../../pipelines/cli/command_line";
import { marketSnapshot } from "../../../pipelines/market_snapshot";
import { planRuns } from "../../../pipelines/run/plan_runs";
import { describeJob } from "../../../pipelines/runners/dataflow/job";
import { describeRun, jobNameOf } from "../../../pipelines/runners/job_identity";

const runId = "20260102T030405Z-host-1-abcd";
const image = "us-docker.pkg.dev/my-project/images/crypto:1";

/** The job of a command line, as the service is sent it. */
async function jobOf(...flags: string[]) {
  const command = parseCommandLine([
    "market-snapshot",
    "--runner=dataflow",
    "--project=my-project",
    "--region=us-central1",
    "--tempLocation=gs://my-bucket/tmp",
    `--sdkContainerImage=${image}`,
    "--output=gs://my-output/crypto",
    "--source=public",
    ...flags,
  ]);
  const startedAt = "2026-01-02T03:04:05.000Z";
  const { options, pipelines } = command;
  if (options.runner !== "dataflow") throw new Error("It is no job of Dataflow.");
  const run = planRuns("market-snapshot", options, { runId, startedAt, hasKey: true });
  const proto = inEnvironment(await pipelineProto(marketSnapshot(run)), { type: "docker", image });
  const job = describeJob({
    proto,
    jobName: jobNameOf(run, options.jobName, pipelines),
    settings: options,
    given: describeRun(run, command.given),
    places: {
      pipelineUrl: "gs://my-bucket/tmp/j/pipeline.pb",
      pipelineProtoHash: "00ff",
      stagingLocation: "gs://my-bucket/tmp/j",
      tempLocation: "gs://my-bucket/tmp/j",
    },
    clientRequestId: runId,
  });
  return JSON.parse(JSON.stringify(job)) as typeof job;
}

const portable = [
  "beam_fn_api",
  "use_unified_worker",
  "use_runner_v2",
  "use_portable_job_submission",
];

it("a job asks for nothing that its options don't ask for", async () => {
  const { environment, ...job } = await jobOf();
  expect(job).toEqual({
    name: "crypto-market-snapshot-2026-01-02",
    type: "JOB_TYPE_BATCH",
    clientRequestId: runId,
  });
  const { sdkPipelineOptions, userAgent, ...rest } = environment;
  expect(userAgent).toEqual({ name: "Apache Beam TypeScript SDK", version: "2.49.0" });
  expect(rest).toEqual({
    tempStoragePrefix: "storage.googleapis.com/my-bucket/tmp/j",
    clusterManagerApiService: "compute.googleapis.com",
    dataset: "bigquery.googleapis.com/cloud_dataflow",
    version: { major: "8", job_type: "FNAPI_BATCH" },
    experiments: [...portable, "use_multiple_sdk_containers"],
    workerPools: [
      {
        kind: "harness",
        autoscalingSettings: {},
        taskrunnerSettings: {
          parallelWorkerSettings: {
            baseUrl: "https://dataflow.googleapis.com",
            servicePath: "https://dataflow.googleapis.com",
          },
        },
        workerHarnessContainerImage: image,
        sdkHarnessContainerImages: [
          {
            containerImage: image,
            environmentId: "jsEnvironment",
            capabilities: expect.arrayContaining(["beam:coder:interval_window:v1"]) as unknown,
            useSingleCorePerContainer: true,
          },
        ],
      },
    ],
  });
  expect(sdkPipelineOptions.options).toEqual({
    pipeline: "market-snapshot",
    runId,
    source: "public",
    snapshotDate: "2026-01-02",
    output: "gs://my-output/crypto",
    warehouse: "none",
    project: "my-project",
    region: "us-central1",
    job_name: "crypto-market-snapshot-2026-01-02",
    sdk_container_image: image,
    temp_location: "gs://my-bucket/tmp/j",
    staging_location: "gs://my-bucket/tmp/j",
    experiments: [...portable, "use_multiple_sdk_containers"],
    streaming: false,
    dataflow_endpoint: "https://dataflow.googleapis.com",
    pipelineUrl: "gs://my-bucket/tmp/j/pipeline.pb",
    pipelineProtoHash: "00ff",
  });
});

it("each option is a field of the job", async () => {
  const job = await jobOf(
    ...["--jobName=my-job", "--labels=team=markets", "--experiments=use_runner_v2,x=y"],
    ...["--serviceAccountEmail=w@p.iam.gserviceaccount.com", "--flexrsGoal=SPEED_OPTIMIZED"],
    ...["--dataflowServiceOptions=enable_prime", "--minCpuPlatform=Intel Skylake"],
    ...["--dataflowKmsKey=projects/p/locations/l/keyRings/r/cryptoKeys/k"],
    ...["--workerZone=us-central1-a", "--numWorkers=2", "--maxNumWorkers=5"],
    ...["--autoscalingAlgorithm=none", "--workerMachineType=n1-standard-2", "--diskSizeGb=40"],
    ...["--diskType=pd-ssd", "--diskProvisionedIops=3000", "--network=net", "--noUsePublicIps"],
    ...["--diskProvisionedThroughputMibps=200", "--subnetwork=regions/us-central1/subnetworks/s"],
    ...["--numberOfWorkerHarnessThreads=4", "--dataflowEndpoint=https://example.com/"],
  );
  expect(job).toMatchObject({
    name: "my-job",
    labels: { team: "markets" },
    environment: {
      experiments: [
        ...["use_runner_v2", "x=y", "beam_fn_api", "use_unified_worker"],
        ...["use_portable_job_submission", "enable_prime", "min_cpu_platform=Intel Skylake"],
        "use_multiple_sdk_containers",
      ],
      serviceOptions: ["enable_prime"],
      serviceAccountEmail: "w@p.iam.gserviceaccount.com",
      serviceKmsKeyName: "projects/p/locations/l/keyRings/r/cryptoKeys/k",
      flexResourceSchedulingGoal: "FLEXRS_SPEED_OPTIMIZED",
      workerZone: "us-central1-a",
      workerPools: [
        {
          numWorkers: 2,
          machineType: "n1-standard-2",
          diskSizeGb: 40,
          diskType: "pd-ssd",
          diskProvisionedIops: "3000",
          diskProvisionedThroughputMibps: "200",
          network: "net",
          subnetwork: "regions/us-central1/subnetworks/s",
          ipConfiguration: "WORKER_IP_PRIVATE",
          numThreadsPerWorker: 4,
          autoscalingSettings: { maxNumWorkers: 5, algorithm: "AUTOSCALING_ALGORITHM_NONE" },
          taskrunnerSettings: { parallelWorkerSettings: { servicePath: "https://example.com" } },
        },
      ],
    },
  });
});

it("a job of several pipelines is named after its own", () => {
  const { options } = parseCommandLine(["date-dim"]);
  const run = planRuns("date-dim", options, { runId, startedAt: "2026-01-02", hasKey: false });
  expect(jobNameOf(run, "daily", ["date-dim", "asset-dim"])).toBe("daily-date-dim");
  expect(jobNameOf(run, "daily", ["date-dim"])).toBe("daily");
});
