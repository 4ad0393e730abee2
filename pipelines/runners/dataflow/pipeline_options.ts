import type { JobSource } from "./job_source";
import { dataflowOptions } from "../../options/dataflow/options";
import { dataflowService } from "./service";
import { dataflowWorkerOptions } from "../../options/dataflow/worker_options";

type OptionValue = string | number | boolean | readonly string[] | undefined;

/**
 * The options that a worker is handed and the job's page shows: Beam's by the snake_case names that
 * all its SDKs have, ours in camelCase, as a template's parameters are.
 */
export function pipelineOptions(
  source: JobSource,
  experiments: readonly string[],
): Readonly<Record<string, OptionValue>> {
  const { settings, given, places } = source;
  return {
    ...given,
    ...beamOptions(source, experiments),
    streaming: false,
    dataflow_endpoint: settings.dataflowEndpoint ?? dataflowService,
    pipelineUrl: places.pipelineUrl,
    pipelineProtoHash: places.pipelineProtoHash,
  };
}

/** One value of a job's display data. */
interface DisplayData {
  readonly key: string;
  readonly value: string | number | boolean;
  readonly type: "STRING" | "INTEGER" | "BOOLEAN";
  readonly namespace: string;
}

const beamNamespace = "apache_beam.options.pipeline_options.PipelineOptions";
const ownNamespace = "crypto_pipelines.Options";

/** What of the options the job's page shows: those that were given, and what follows from them. */
export function displayData(source: JobSource, experiments: readonly string[]): DisplayData[] {
  const beam = beamOptions(source, experiments);
  return [
    ...Object.entries(beam).map(([key, value]) => item(beamNamespace, key, value)),
    ...Object.entries(source.given).map(([key, value]) => item(ownNamespace, key, value)),
  ].filter((shown) => shown !== undefined);
}

function item(namespace: string, key: string, value: OptionValue): DisplayData | undefined {
  switch (typeof value) {
    case "undefined":
      return undefined;
    case "string":
      return { key, value, type: "STRING", namespace };
    case "number":
      return { key, value, type: "INTEGER", namespace };
    case "boolean":
      return { key, value, type: "BOOLEAN", namespace };
    default:
      return { key, value: value.join(","), type: "STRING", namespace };
  }
}

/** The launcher translates these, or uses them itself. */
const ofLauncher = ["wait", "stagingLocation", "tempLocation", "labels", "noUsePublicIps"];

/** Beam's name where it isn't ours in snake_case. */
const beamNames: Readonly<Record<string, string>> = { workerMachineType: "machine_type" };

/** Beam's own options of a job by their Beam names: those that were given, and what it must have. */
function beamOptions(
  { jobName, settings, places }: JobSource,
  experiments: readonly string[],
): Record<string, OptionValue> {
  const { labels, noUsePublicIps, ...others } = settings;
  const options: Record<string, OptionValue> = {};
  for (const name of [...Object.keys(dataflowOptions), ...Object.keys(dataflowWorkerOptions)]) {
    if (ofLauncher.includes(name)) continue;
    const value = others[name as keyof typeof others];
    if (value !== undefined) options[beamNames[name] ?? snakeCase(name)] = value;
  }
  if (labels) options.labels = Object.entries(labels).map((label) => label.join("="));
  if (noUsePublicIps !== undefined) options.use_public_ips = !noUsePublicIps;
  return {
    ...options,
    job_name: jobName,
    sdk_container_image: settings.sdkContainerImage,
    temp_location: places.tempLocation,
    staging_location: places.stagingLocation,
    experiments,
  };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
