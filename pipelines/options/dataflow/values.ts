import type { ValuesOf } from "./settings";
import type { dataflowOptions } from "./options";
import type { dataflowWorkerOptions } from "./worker_options";
import type { OptionValues } from "../option_values";

/** Dataflow's options as they were given: the compiler knows none to be left out. */

export function jobValues(values: OptionValues): ValuesOf<typeof dataflowOptions> {
  return {
    project: values.given("project"),
    region: values.given("region"),
    tempLocation: values.given("tempLocation"),
    stagingLocation: values.given("stagingLocation"),
    templateLocation: values.given("templateLocation"),
    wait: values.given("wait"),
    labels: values.given("labels"),
    serviceAccountEmail: values.given("serviceAccountEmail"),
    dataflowKmsKey: values.given("dataflowKmsKey"),
    experiments: values.given("experiments"),
    dataflowServiceOptions: values.given("dataflowServiceOptions"),
    flexrsGoal: values.given("flexrsGoal"),
    dataflowEndpoint: values.given("dataflowEndpoint"),
  };
}

export function workerValues(values: OptionValues): ValuesOf<typeof dataflowWorkerOptions> {
  return {
    numWorkers: values.given("numWorkers"),
    maxNumWorkers: values.given("maxNumWorkers"),
    autoscalingAlgorithm: values.given("autoscalingAlgorithm"),
    workerMachineType: values.given("workerMachineType"),
    minCpuPlatform: values.given("minCpuPlatform"),
    numberOfWorkerHarnessThreads: values.given("numberOfWorkerHarnessThreads"),
    diskSizeGb: values.given("diskSizeGb"),
    diskType: values.given("diskType"),
    diskProvisionedIops: values.given("diskProvisionedIops"),
    diskProvisionedThroughputMibps: values.given("diskProvisionedThroughputMibps"),
    network: values.given("network"),
    subnetwork: values.given("subnetwork"),
    noUsePublicIps: values.given("noUsePublicIps"),
    usePublicIps: values.given("usePublicIps"),
    workerRegion: values.given("workerRegion"),
    workerZone: values.given("workerZone"),
  };
}
