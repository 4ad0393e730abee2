import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipelineNames } from "../../../pipelines/options/pipeline_spec";
import { beamInPython } from "../../../emulators/tools/python_job_server";
import { pythonMissing, pythonToolBin } from "../../../emulators/tools/python_tool";
import { runCli } from "../../support/run_cli";
import { StorageDouble } from "../../../emulators/google/storage/double";
import { describeUnless } from "../../support/describe_unless";
import { checkout } from "../../support/checkout";

const script = join(checkout, "tests/support/dataflow/describe_dataflow_job.py");

/** A job, as far as the comparison looks into it. */
interface Job {
  readonly clientRequestId?: string;
  readonly environment: {
    readonly userAgent?: { readonly name: string; readonly version: string };
    readonly sdkPipelineOptions: {
      readonly options: Record<string, unknown>;
      readonly display_data: DisplayData[];
    };
  };
}

interface DisplayData {
  readonly key: string;
  readonly namespace: string;
  readonly type: string;
  readonly value: unknown;
}

const place = {
  project: "my-project",
  region: "us-central1",
  job_name: "my-job",
  temp_location: "gs://my-bucket/tmp",
  staging_location: "gs://my-bucket/staging",
  template_location: "gs://my-bucket/template",
  sdk_container_image: "us-docker.pkg.dev/my-project/images/crypto:1",
};

/** Every further option that both clients have, by its Python name. */
const everyOption = {
  autoscaling_algorithm: "THROUGHPUT_BASED",
  dataflow_endpoint: "https://us-central1-dataflow.googleapis.com",
  dataflow_kms_key: "projects/p/locations/l/keyRings/r/cryptoKeys/k",
  dataflow_service_options: "enable_prime",
  disk_provisioned_iops: "3000",
  disk_provisioned_throughput_mibps: "200",
  disk_size_gb: "40",
  disk_type: "compute.googleapis.com/projects//zones//diskTypes/hyperdisk-balanced",
  experiments: "shuffle_mode=service",
  flexrs_goal: "COST_OPTIMIZED",
  labels: "team=markets",
  machine_type: "n1-standard-2",
  max_num_workers: "5",
  min_cpu_platform: "Intel Skylake",
  network: "my-network",
  num_workers: "2",
  number_of_worker_harness_threads: "4",
  service_account_email: "worker@my-project.iam.gserviceaccount.com",
  subnetwork: "regions/us-central1/subnetworks/my-subnetwork",
  worker_zone: "us-central1-a",
};

const suite = describeUnless(pythonMissing());

suite("the job compared with that of Beam's Python client", () => {
  const storage = new StorageDouble("my-bucket", "my-output");
  let python = "";
  let folder = "";
  let url = "";

  beforeAll(async () => {
    python = join(pythonToolBin(beamInPython), "python");
    folder = mkdtempSync(join(tmpdir(), "dataflow-job-"));
    url = await storage.start();
  }, 600_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await storage.stop();
  });

  /** What the command line writes, and what the Python client makes of the same pipeline. */
  async function jobs(
    pipeline: string,
    options: Readonly<Record<string, string>>,
    ...flags: string[]
  ): Promise<{ ours: Job; theirs: Job }> {
    const common = [
      ...Object.entries({ ...place, ...options }).map(([name, value]) => `--${name}=${value}`),
      ...flags,
    ];
    const own = ["--output=gs://my-output/crypto", "--source=public", "--snapshotDate=2026-01-02"];
    if (pipeline === "market-history") own.push("--coins=top:9");
    const { code, stderr } = await runCli([pipeline, "--runner=dataflow", ...own, ...common], {
      env: { STORAGE_EMULATOR_HOST: url },
    });
    if (code !== 0) throw new Error(stderr);
    const ours = JSON.parse(String(storage.content("my-bucket", "template"))) as Job;
    const staged = String(ours.environment.sdkPipelineOptions.options.pipelineUrl);
    const file = join(folder, "pipeline.pb");
    writeFileSync(file, storage.content("my-bucket", staged.replace("gs://my-bucket/", "")) ?? "");
    const described = execFileSync(python, [script, file, ...common], { encoding: "utf8" });
    return { ours, theirs: JSON.parse(described) as Job };
  }

  describe.each(pipelineNames)("%s", (pipeline) => {
    it("is the same except for the differences listed here", async () => {
      const { ours, theirs } = await jobs(pipeline, {});
      expect(compared(ours)).toEqual(compared(theirs));
    }, 60_000);

    it("is the same with every option", async () => {
      const { ours, theirs } = await jobs(pipeline, everyOption, "--no_use_public_ips");
      expect(compared(ours)).toEqual(compared(theirs));
    }, 60_000);
  });

  it("is the same with workers elsewhere", async () => {
    const options = { worker_region: "us-east1", autoscaling_algorithm: "NONE", num_workers: "3" };
    const { ours, theirs } = await jobs("date-dim", options, "--use_public_ips");
    expect(compared(ours)).toEqual(compared(theirs));
  }, 60_000);
});

/** A job without the differences that may be. */
function compared({ clientRequestId, environment, ...job }: Job): unknown {
  const { userAgent, sdkPipelineOptions, ...rest } = environment;
  const { options, display_data: displayData } = sdkPipelineOptions;
  // What names the client, or the request, is there and differs.
  expect(clientRequestId).toMatch(/^\d{8}/);
  expect(userAgent).toEqual({
    name: expect.stringMatching(/^Apache Beam \w+/) as string,
    version: expect.stringMatching(/^2\.\d+\.\d+$/) as string,
  });
  const { pipelineProtoHash, ...optionsWithoutHash } = options;
  expect(pipelineProtoHash).toMatch(/^[0-9a-f]{64}$/);
  const comparable = {
    ...job,
    environment: {
      ...rest,
      options: without(optionsWithoutHash, ...onlyPythons, ...onlyOurs),
      displayData: Object.fromEntries(
        displayData
          .filter(({ key }) => !onlyPythons.includes(key) && !onlyOurs.includes(key))
          .filter(({ value }) => !isEmpty(value))
          .map((shown) => [shown.key, { ...shown, value: listOf(shown.value) }]),
      ),
    },
  };
  // The folder of a job has its time in its name.
  return JSON.parse(JSON.stringify(comparable).replace(/\/my-job\.[\w.-]+/g, "/my-job.TIME"));
}

function without(options: Record<string, unknown>, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => !names.includes(name) && !isEmpty(value)),
  );
}

/** Python says of lists that were not given that they are empty. */
function isEmpty(value: unknown): boolean {
  return value === "[]" || (Array.isArray(value) && value.length === 0);
}

/** Python shows a list as its source text. */
function listOf(value: unknown): unknown {
  return typeof value === "string" && value.startsWith("['")
    ? value.slice(2, -2).replaceAll("', '", ",")
    : value;
}

/** What our pipelines are given, which no other has. */
const onlyOurs = ["pipeline", "runId", "source", "snapshotDate", "output", "warehouse"];

/** Python's options for Python, other runners and its file systems, which say so to each worker. */
const onlyPythons = [
  "allow_non_deterministic_key_coders",
  "allow_unsafe_triggers",
  "artifact_port",
  "auto_unique_labels",
  "beam_plugins",
  "beam_services",
  "bootstrap_servers",
  "direct_embed_docker_python",
  "direct_num_workers",
  "direct_runner_bundle_repeat",
  "direct_runner_use_stacked_bundle",
  "direct_running_mode",
  "direct_test_splits",
  "disable_beartype",
  "dry_run",
  "enable_artifact_caching",
  "enable_bucket_read_metric_counter",
  "enable_bucket_write_metric_counter",
  "enable_gcsio_blob_generation",
  "enable_hot_key_logging",
  "enable_streaming_engine",
  "environment_cache_millis",
  "exclude_infer_dataclass_field_type",
  "expansion_port",
  "flink_master",
  "flink_submit_uber_jar",
  "flink_version",
  "force_cloudpickle_deterministic_coders",
  "gcp_oauth_scopes",
  "hdfs_full_urls",
  "job_port",
  "job_server_java_launcher",
  "job_server_jvm_properties",
  "job_server_timeout",
  "max_cache_memory_usage_mb",
  "max_parallelism",
  "no_auth",
  "no_gcsio_throttling_counter",
  "no_wait_until_finish",
  "parallelism",
  "performance_runtime_type_check",
  "pickle_library",
  "pipeline_type_check",
  "prism_log_kind",
  "prism_log_level",
  "profile_cpu",
  "profile_memory",
  "profile_postprocess_interval_sec",
  "profile_sample_rate",
  "profile_upload_interval_sec",
  "profiler_stop_after_crash",
  "profiler_stop_after_sec",
  "requirements_cache_only_sources",
  "resource_hints",
  "runtime_type_check",
  "s3_disable_ssl",
  "sdk_location",
  "sdk_worker_parallelism",
  "spark_master_url",
  "spark_submit_uber_jar",
  "spark_version",
  "type_check_additional",
  "type_check_strictness",
  "update",
  "use_transform_service",
];
