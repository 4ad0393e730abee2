/**
 * Option names of other Beam SDKs and of the launcher of Flex Templates: what they are here. The
 * options that Beam's Go runner has for Dataflow are either options of ours or listed here
 * (go/pkg/beam/runners/dataflow/dataflow.go, options/jobopts, options/gcpopts in
 * github.com/apache/beam/sdks/v2).
 */

/** Other names of options that we have. */
export const optionAliases: Readonly<Record<string, string>> = {
  gcpTempLocation: "tempLocation",
  machineType: "workerMachineType",
  maxWorkers: "maxNumWorkers",
  serviceAccount: "serviceAccountEmail",
  workerHarnessContainerImage: "sdkContainerImage",
  zone: "workerZone",
};

/** What people call options that we have: the error names ours. */
export const otherWords: Readonly<Record<string, string>> = {
  currency: "vsCurrency",
  database: "warehouse",
  date: "snapshotDate",
  day: "snapshotDate",
  directory: "output",
  from: "startDate",
  ids: "coins=ids:a,b,c",
  limit: "coins=top:N",
  out: "output",
  rate: "requestsPerMinute",
  to: "endDate",
  top: "coins=top:N",
};

/** Options that we refuse, with the reason and what to do instead. */
export const refusedOptions: Readonly<Record<string, string>> = {
  apiKey: "a key is never an option. Put it in COINGECKO_API_KEY, or name --apiKeySecret.",
  async: "a job is not waited for anyway. Pass --wait to wait.",
  executeAsync: "a job is not waited for anyway. Pass --wait to wait.",
  beamStrict: "it is for programs written in Go. Leave it out.",
  cpuProfiling:
    "it profiles Go programs. Use --dataflowServiceOptions=enable_google_cloud_profiler.",
  elementProcessingTimeout: "every call and wait here has a limit already. Leave it out.",
  endpoint: "pass the job server as --jobEndpoint=HOST:PORT.",
  environmentConfig: "pass the image of a docker environment as --sdkContainerImage.",
  resourceHints: "name the machines with --workerMachineType.",
  retainDockerContainers: "a job server decides about its containers. Leave it out.",
  sdkHarnessContainerImageOverride: "a job has one image. Pass it as --sdkContainerImage.",
  teardownPolicy: "it is for Google's own use. Leave it out.",
  transformNameMapping: "only a streaming job can be updated, and these are batch jobs.",
  update: "only a streaming job can be updated, and these are batch jobs. Run it again instead.",
  workerBinary: "the workers' program is in the image. Pass --sdkContainerImage.",
};

/**
 * What a Flex Template's launcher may add beside options that we have, in the snake_case that it
 * writes: settings of streaming jobs, of other languages, and of the launcher itself.
 */
export const launcherFlags: readonly string[] = [
  "additional_pipeline_options",
  "dataflow_job_file",
  "dump_heap_on_oom",
  "enable_launcher_vm_serial_port_logging",
  "enable_streaming_engine",
  "launcher_machine_type",
  "save_heap_dumps_to_gcs_path",
  "streaming",
  "streaming_mode",
];
