import * as v from "valibot";

const textMap = v.record(v.string(), v.string());

/** The body of `flexTemplates:launch`. */
export const launchSchema = v.object({
  launchParameter: v.object({
    jobName: v.pipe(v.string(), v.regex(/^[a-z]([-a-z0-9]{0,1022}[a-z0-9])?$/, "a job name")),
    containerSpecGcsPath: v.pipe(v.string(), v.startsWith("gs://")),
    parameters: v.optional(textMap, {}),
    environment: v.optional(v.record(v.string(), v.unknown()), {}),
  }),
  validateOnly: v.optional(v.boolean(), false),
});

export type Launch = v.InferOutput<typeof launchSchema>["launchParameter"];

/** Fields of the launch environment, and the flag that the launcher makes of each. */
const environmentFlags: Readonly<Record<string, string>> = {
  additionalExperiments: "experiments",
  additionalUserLabels: "labels",
  autoscalingAlgorithm: "autoscaling_algorithm",
  diskSizeGb: "disk_size_gb",
  flexrsGoal: "flexrs_goal",
  kmsKeyName: "dataflow_kms_key",
  machineType: "worker_machine_type",
  maxWorkers: "max_num_workers",
  network: "network",
  numWorkers: "num_workers",
  sdkContainerImage: "sdk_container_image",
  serviceAccountEmail: "service_account_email",
  stagingLocation: "staging_location",
  subnetwork: "subnetwork",
  tempLocation: "temp_location",
  workerRegion: "worker_region",
  workerZone: "worker_zone",
};

/** Where a launch writes and what its job belongs to. */
export interface LaunchPlace {
  readonly project: string;
  readonly region: string;
  readonly jobId: string;
  /** `gs://bucket`, for what the launch doesn't name: the service makes such a bucket. */
  readonly bucket: string;
}

export function templateLocation({ bucket, jobId }: LaunchPlace): string {
  return `${bucket}/staging/template_launches/${jobId}/job_object`;
}

/**
 * The flags with which the Go launcher calls the program: the template's parameters and its own
 * snake_case ones, in alphabetical order.
 */
export function launchFlags(launch: Launch, place: LaunchPlace): string[] {
  const own: Record<string, string> = {
    job_name: launch.jobName,
    project: place.project,
    region: place.region,
    runner: "dataflow",
    staging_location: `${place.bucket}/staging`,
    temp_location: `${place.bucket}/tmp`,
    template_location: templateLocation(place),
  };
  for (const [field, value] of Object.entries(launch.environment)) {
    const flag = environmentFlags[field];
    if (flag !== undefined && value !== "") own[flag] = flagText(value);
  }
  if (launch.environment.ipConfiguration === "WORKER_IP_PRIVATE") own.no_use_public_ips = "true";
  return Object.entries({ ...own, ...launch.parameters })
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `--${name}=${value}`);
}

/** A list is comma-separated, a map is JSON, as Go's Dataflow flags take them. */
function flagText(value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "string" ? value : JSON.stringify(value);
}
