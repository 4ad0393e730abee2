import type { OptionName, Options } from "./options";
import { apiPipelines, type PipelineName } from "./option_spec";
import { dataflowOptions } from "./dataflow_options";
import { dataflowWorkerOptions } from "./dataflow_worker_options";
import { jobOptions, jobServerOptions } from "./runner_options";

/**
 * What is wrong with options that need each other, or that their runner doesn't have: one line that
 * says what to do. Undefined when they fit.
 */
export function runnerProblem(
  options: Options,
  pipelines: readonly PipelineName[],
): string | undefined {
  switch (options.runner) {
    case "direct":
      return foreign(options, {
        jobServer: [jobServerOptions, jobOptions],
        dataflow: [dataflowOptions, dataflowWorkerOptions],
      });
    case "jobServer":
      return (
        foreign(options, { dataflow: [dataflowOptions, dataflowWorkerOptions] }) ??
        jobServerProblem(options)
      );
    case "dataflow":
      return (
        foreign(options, { jobServer: [jobServerOptions] }) ??
        missing(options) ??
        placeProblem(options, pipelines) ??
        workerProblem(options)
      );
  }
}

/** An option that is given and that only other runners have. */
function foreign(
  options: Options,
  others: Readonly<Record<string, readonly object[]>>,
): string | undefined {
  for (const [runner, groups] of Object.entries(others)) {
    for (const name of groups.flatMap((group) => Object.keys(group))) {
      if (options[name as OptionName] === undefined) continue;
      return `--${name} means nothing to --runner=${options.runner}: leave it out, or pass --runner=${runner}.`;
    }
  }
  return undefined;
}

function jobServerProblem(options: Options): string | undefined {
  const { jobEndpoint, environmentType, sdkContainerImage, output } = options;
  if (jobEndpoint === undefined) {
    return "--runner=jobServer needs --jobEndpoint=HOST:PORT, the address of a Beam job server.";
  }
  if (environmentType !== "docker") {
    return sdkContainerImage === undefined
      ? undefined
      : "--sdkContainerImage is for containers: add --environmentType=docker.";
  }
  if (sdkContainerImage === undefined) {
    return "--environmentType=docker needs --sdkContainerImage=IMAGE, the workers' image.";
  }
  return output.startsWith("gs://")
    ? undefined
    : `--output=${output} would stay inside the workers' containers: give gs://BUCKET/PREFIX.`;
}

const needed = {
  project: "PROJECT, the Google Cloud project of the job",
  region: "REGION, such as us-central1",
  sdkContainerImage: "IMAGE, the workers' image that this project builds",
} as const;

function missing(options: Options): string | undefined {
  for (const [name, what] of Object.entries(needed)) {
    if (options[name as keyof typeof needed] === undefined) {
      return `--runner=dataflow needs --${name}=${what}.`;
    }
  }
  return (options.tempLocation ?? options.stagingLocation) === undefined
    ? "--runner=dataflow needs --tempLocation=gs://BUCKET/PREFIX, a place for temporary files."
    : undefined;
}

/** Workers see neither this machine's files, nor its loopback, nor its environment. */
function placeProblem(options: Options, pipelines: readonly PipelineName[]): string | undefined {
  const { output, warehouse, source, templateLocation, wait } = options;
  const calling = pipelines.filter((name) => apiPipelines.some((caller) => caller === name));
  if (!output.startsWith("gs://")) {
    return `--output=${output} is on this machine, where Dataflow's workers are not: give gs://BUCKET/PREFIX.`;
  }
  if (warehouse?.startsWith("duckdb:")) {
    return `--warehouse=${warehouse} is on this machine: give bigquery:PROJECT.DATASET, or none.`;
  }
  if (source.kind === "sample" && calling.length > 0) {
    return "--source=sample is served by this process, out of the workers' reach: give public, demo, pro or a URL.";
  }
  if (
    source.kind === "coingecko" &&
    source.plan !== "public" &&
    options.apiKeySecret === undefined &&
    calling.length > 0
  ) {
    return `--source=${source.plan} on Dataflow needs --apiKeySecret=projects/P/secrets/S/versions/V, or pass --source=public.`;
  }
  if (calling.length > 1 && wait !== true) {
    return `${calling.join(" and ")} would run at once, each at the full pace: add --wait, or name one of them.`;
  }
  if (templateLocation === undefined) return undefined;
  if (wait) return "--wait has nothing to wait for with --templateLocation: leave one out.";
  return pipelines.length > 1 ? "--templateLocation holds one job: name one pipeline." : undefined;
}

function workerProblem(options: Options): string | undefined {
  const { numWorkers, maxNumWorkers, workerRegion, workerZone, experiments = [] } = options;
  if (numWorkers !== undefined && maxNumWorkers !== undefined && numWorkers > maxNumWorkers) {
    return `--numWorkers=${numWorkers} is more than --maxNumWorkers=${maxNumWorkers}.`;
  }
  if (workerRegion !== undefined && workerZone !== undefined) {
    return "--workerRegion and --workerZone exclude each other: a zone says its region.";
  }
  if (options.usePublicIps !== undefined && options.usePublicIps === options.noUsePublicIps) {
    return "--usePublicIps and --noUsePublicIps contradict each other: leave one out.";
  }
  const experiment = experiments.find((name) => withoutRunnerV2.test(name));
  if (experiment !== undefined) {
    return `--experiments=${experiment} turns off what portable jobs run on: leave it out.`;
  }
  return experiments.some((name) => name.startsWith("worker_region")) &&
    (workerRegion ?? workerZone)
    ? "The experiment worker_region and --workerRegion or --workerZone exclude each other."
    : undefined;
}

const withoutRunnerV2 =
  /^(disable_runner_v2|disable_prime_runner_v2|disable_portable_runner|enable_streaming_java_runner)/;
