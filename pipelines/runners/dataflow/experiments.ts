import type { DataflowSettings } from "../../options/dataflow/settings";

/** Without these the service does not run the job as a portable one. */
const portable = [
  "beam_fn_api",
  "use_unified_worker",
  "use_runner_v2",
  "use_portable_job_submission",
];

/** A job's experiments: those that were given, and those that a portable job needs, each once. */
export function dataflowExperiments(settings: DataflowSettings): readonly string[] {
  const asked = settings.experiments ?? [];
  const { dataflowServiceOptions: serviceOptions = [], minCpuPlatform } = settings;
  return [
    ...new Set([
      ...asked,
      ...portable,
      ...serviceOptions.filter((option) => option === "enable_prime"),
      ...(minCpuPlatform === undefined ? [] : [`min_cpu_platform=${minCpuPlatform}`]),
      ...(asked.includes("no_use_multiple_sdk_containers") ? [] : ["use_multiple_sdk_containers"]),
    ]),
  ];
}
