import { isStorageUrl } from "../../google/storage_url";
import type { DataflowSettings, DataflowValues } from "./settings";
import { jobValues, workerValues } from "./values";
import type { OptionValues } from "../option_values";
import type { RunOptions } from "../options";
import { apiPipelines, type PipelineName } from "../pipeline_spec";
import { UsageError } from "../usage_error";

/** @throws UsageError when an option is missing, or when two contradict each other */
export function parseDataflow(
  values: OptionValues,
  run: RunOptions,
  pipelines: readonly PipelineName[],
): DataflowSettings {
  const given = { ...jobValues(values), ...workerValues(values) };
  const settings: DataflowSettings = {
    ...given,
    runner: "dataflow",
    jobName: values.given("jobName"),
    project: required("project", "PROJECT, the Google Cloud project of the job", given.project),
    region: required("region", "REGION, such as us-central1", given.region),
    sdkContainerImage: required(
      "sdkContainerImage",
      "IMAGE, the workers' image that this project builds",
      values.given("sdkContainerImage"),
    ),
    ...locations(given),
  };
  checkPlaces(run, settings, pipelines);
  checkJobs(settings, pipelines);
  checkWorkers(settings);
  return settings;
}

function required(name: string, what: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`--runner=dataflow needs --${name}=${what}.`);
  return value;
}

/** Each of the two places is the other's default. */
function locations({ tempLocation, stagingLocation }: DataflowValues) {
  const what = "gs://BUCKET/PREFIX, a place for temporary files";
  const temp = required("tempLocation", what, tempLocation ?? stagingLocation);
  return { tempLocation: temp, stagingLocation: stagingLocation ?? temp };
}

/** Workers see neither this machine's files, nor its loopback, nor its environment. */
function checkPlaces(
  { output, warehouse, source }: RunOptions,
  { wait }: DataflowSettings,
  pipelines: readonly PipelineName[],
): void {
  if (!isStorageUrl(output)) {
    throw new UsageError(
      `--output=${output} is on this machine, where Dataflow's workers are not: give gs://BUCKET/PREFIX.`,
    );
  }
  if (warehouse?.startsWith("duckdb:")) {
    throw new UsageError(
      `--warehouse=${warehouse} is on this machine: give bigquery:PROJECT.DATASET, or none.`,
    );
  }
  const calling = apiPipelines.filter((name) => pipelines.includes(name));
  if (calling.length === 0) return;
  if (source.kind === "sample") {
    throw new UsageError(
      "--source=sample is served by this process, out of the workers' reach: give public, demo, pro or a URL.",
    );
  }
  const needsKey = source.kind === "coingecko" && source.plan !== "public";
  if (needsKey && source.apiKeySecret === undefined) {
    throw new UsageError(
      `--source=${source.plan} on Dataflow needs --apiKeySecret=projects/P/secrets/S/versions/V, or pass --source=public.`,
    );
  }
  if (calling.length > 1 && wait !== true) {
    throw new UsageError(
      `${calling.join(" and ")} would run at once, each at the full rate: add --wait, or name one of them.`,
    );
  }
}

function checkJobs(
  { templateLocation, wait }: DataflowSettings,
  pipelines: readonly PipelineName[],
): void {
  if (templateLocation === undefined) return;
  if (wait) {
    throw new UsageError("--wait has nothing to wait for with --templateLocation: leave one out.");
  }
  if (pipelines.length > 1) {
    throw new UsageError("--templateLocation holds one job: name one pipeline.");
  }
}

function checkWorkers(settings: DataflowSettings): void {
  const { numWorkers, maxNumWorkers, workerRegion, workerZone, experiments = [] } = settings;
  const { usePublicIps, noUsePublicIps } = settings;
  if (numWorkers !== undefined && maxNumWorkers !== undefined && numWorkers > maxNumWorkers) {
    throw new UsageError(
      `--numWorkers=${numWorkers} is more than --maxNumWorkers=${maxNumWorkers}.`,
    );
  }
  if (workerRegion !== undefined && workerZone !== undefined) {
    throw new UsageError(
      "--workerRegion and --workerZone exclude each other: a zone implies its region.",
    );
  }
  if (usePublicIps !== undefined && usePublicIps === noUsePublicIps) {
    throw new UsageError(
      "--usePublicIps and --noUsePublicIps contradict each other: leave one out.",
    );
  }
  const experiment = experiments.find((name) => withoutRunnerV2.test(name));
  if (experiment !== undefined) {
    throw new UsageError(
      `--experiments=${experiment} turns off what portable jobs run on: leave it out.`,
    );
  }
  const setsRegion = experiments.some((name) => name.startsWith("worker_region"));
  if (setsRegion && (workerRegion ?? workerZone) !== undefined) {
    throw new UsageError(
      "The experiment worker_region and --workerRegion or --workerZone exclude each other.",
    );
  }
}

const withoutRunnerV2 =
  /^(disable_runner_v2|disable_prime_runner_v2|disable_portable_runner|enable_streaming_java_runner)/;
