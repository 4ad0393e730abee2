import { isStorageUrl } from "../google/storage_url";
import { dataflowOptions } from "./dataflow/options";
import { dataflowWorkerOptions } from "./dataflow/worker_options";
import type { OptionValues } from "./option_values";
import { isOptionName, type RunOptions } from "./options";
import { parseDataflow } from "./dataflow/parse";
import type { PipelineName } from "./pipeline_spec";
import { jobOptions, jobServerOptions, type RunnerName } from "./runner_options";
import type { JobServerSettings, RunnerSettings, ServerEnvironment } from "./runner_settings";
import { UsageError } from "./usage_error";

/** @throws UsageError when an option is missing, or is one of another runner */
export function parseRunner(
  values: OptionValues,
  run: RunOptions,
  pipelines: readonly PipelineName[],
): RunnerSettings {
  const runner = values.value("runner");
  refuseOptionsOfOthers(values, runner);
  switch (runner) {
    case "direct":
      return { runner };
    case "jobServer":
      return parseJobServer(values, run);
    case "dataflow":
      return parseDataflow(values, run, pipelines);
  }
}

const optionsOf: Readonly<Record<RunnerName, object>> = {
  direct: {},
  jobServer: { ...jobServerOptions, ...jobOptions },
  dataflow: { ...jobOptions, ...dataflowOptions, ...dataflowWorkerOptions },
};

function refuseOptionsOfOthers(values: OptionValues, runner: RunnerName): void {
  for (const [other, options] of Object.entries(optionsOf)) {
    for (const name of Object.keys(options).filter(isOptionName)) {
      if (!values.isGiven(name) || name in optionsOf[runner]) continue;
      throw new UsageError(
        `--${name} is not supported by --runner=${runner}: leave it out, or pass --runner=${other}.`,
      );
    }
  }
}

function parseJobServer(values: OptionValues, { output }: RunOptions): JobServerSettings {
  const jobEndpoint = values.given("jobEndpoint");
  if (jobEndpoint === undefined) {
    throw new UsageError(
      "--runner=jobServer needs --jobEndpoint=HOST:PORT, the address of a Beam job server.",
    );
  }
  return {
    runner: "jobServer",
    jobEndpoint,
    jobName: values.given("jobName"),
    environment: parseEnvironment(values, output),
    parallelism: values.given("parallelism"),
  };
}

function parseEnvironment(values: OptionValues, output: string): ServerEnvironment {
  const type = values.given("environmentType") ?? "process";
  const image = values.given("sdkContainerImage");
  if (type !== "docker") {
    if (image === undefined) return { type };
    throw new UsageError("--sdkContainerImage is for containers: add --environmentType=docker.");
  }
  if (image === undefined) {
    throw new UsageError(
      "--environmentType=docker needs --sdkContainerImage=IMAGE, the workers' image.",
    );
  }
  if (!isStorageUrl(output)) {
    throw new UsageError(
      `--output=${output} would stay inside the workers' containers: give gs://BUCKET/PREFIX.`,
    );
  }
  return { type, image };
}
