import { emulatorEndpoint } from "../google/emulator_endpoint";
import { isStorageUrl } from "../google/storage_url";
import type { DataflowSettings } from "../options/dataflow/settings";
import type { Options } from "../options/options";
import type { PlannedRunner } from "./dry_run_report";

/** What executes the pipelines. */
export function plannedRunner(options: Options): PlannedRunner {
  switch (options.runner) {
    case "direct":
      return { runner: "direct" };
    case "jobServer":
      return {
        runner: "jobServer",
        job_endpoint: options.jobEndpoint,
        environment_type: options.environment.type,
        parallelism: options.parallelism ?? null,
      };
    case "dataflow":
      return {
        runner: "dataflow",
        project: options.project,
        region: options.region,
        sdk_container_image: options.sdkContainerImage,
        temp_location: options.tempLocation,
        staging_location: options.stagingLocation,
        job_file: jobFile(options),
        is_waited_for: options.wait ?? false,
        service_account_email: options.serviceAccountEmail ?? null,
        max_num_workers: options.maxNumWorkers ?? null,
        worker_machine_type: options.workerMachineType ?? null,
      };
  }
}

/** Where the job's description ends up when it is not sent to the service; see runners/dataflow/run.ts. */
function jobFile({ templateLocation, stagingLocation }: DataflowSettings): string | null {
  if (templateLocation !== undefined) return templateLocation;
  if (isStorageUrl(stagingLocation) || emulatorEndpoint("DATAFLOW_EMULATOR_HOST")) return null;
  return `${stagingLocation}/<job>/job.json`;
}
