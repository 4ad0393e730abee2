import * as v from "valibot";
import { flag, type OptionSpec, text, wholeNumber } from "./option_spec";
import { diskType, machineType, network, oneOf, region, subnetwork, zone } from "./forms";

/** How many workers a job may ask for is the project's quota; this is only a check of the form. */
const mostWorkers = 10_000;

/** The machines that a Dataflow job runs on. Dataflow's own defaults hold for what is not given. */
export const dataflowWorkerOptions = {
  numWorkers: {
    group: "Dataflow workers",
    values: "N",
    defaultHelp: "Dataflow's own",
    help: "How many workers the job starts with.",
    schema: wholeNumber(1, mostWorkers),
  },
  maxNumWorkers: {
    group: "Dataflow workers",
    values: "N",
    defaultHelp: "Dataflow's own",
    help: "How many workers the job may grow to.",
    schema: wholeNumber(1, mostWorkers),
  },
  autoscalingAlgorithm: {
    group: "Dataflow workers",
    values: "THROUGHPUT_BASED|NONE",
    defaultHelp: "Dataflow's own",
    help: "Whether the number of workers follows the load.",
    // The REST API, and so a launch environment, has names of its own for the two.
    schema: v.pipe(
      v.string(),
      v.transform((value) => value.replace(/^AUTOSCALING_ALGORITHM_/, "")),
      v.transform((value) => (value === "BASIC" ? "THROUGHPUT_BASED" : value)),
      oneOf(["THROUGHPUT_BASED", "NONE"]),
    ),
  },
  workerMachineType: {
    group: "Dataflow workers",
    values: "TYPE",
    defaultHelp: "Dataflow's own",
    help: "Machine type, such as n1-standard-1. Each of its cores runs one worker process.",
    schema: machineType,
  },
  minCpuPlatform: {
    group: "Dataflow workers",
    values: "NAME",
    defaultHelp: "Dataflow's own",
    help: "The least CPU platform, such as 'Intel Skylake'.",
    schema: text(/^\w[\w ]*$/, "a platform's name, such as 'Intel Skylake'"),
  },
  numberOfWorkerHarnessThreads: {
    group: "Dataflow workers",
    values: "N",
    defaultHelp: "Dataflow's own",
    help: "How many bundles a worker process is given at once.",
    schema: wholeNumber(1, 1_000),
  },
  diskSizeGb: {
    group: "Dataflow workers",
    values: "GB",
    defaultHelp: "Dataflow's own",
    help: "Size of a worker's disk.",
    schema: wholeNumber(10, 65_536),
  },
  diskType: {
    group: "Dataflow workers",
    values: "TYPE",
    defaultHelp: "Dataflow's own",
    help: "Type of a worker's disk, such as compute.googleapis.com/projects//zones//diskTypes/pd-ssd.",
    schema: diskType,
  },
  diskProvisionedIops: {
    group: "Dataflow workers",
    values: "N",
    defaultHelp: "Dataflow's own",
    help: "Input and output operations a second of a worker's hyperdisk.",
    schema: wholeNumber(1),
  },
  diskProvisionedThroughputMibps: {
    group: "Dataflow workers",
    values: "MIB",
    defaultHelp: "Dataflow's own",
    help: "Throughput of a worker's hyperdisk in MiB a second.",
    schema: wholeNumber(1),
  },
  network: {
    group: "Dataflow workers",
    values: "NAME",
    defaultHelp: "Dataflow's own",
    help: "The network of the workers.",
    schema: network,
  },
  subnetwork: {
    group: "Dataflow workers",
    values: "regions/REGION/subnetworks/NAME",
    defaultHelp: "Dataflow's own",
    help: "The subnetwork of the workers; that of a shared network by its full URL.",
    schema: subnetwork,
  },
  noUsePublicIps: {
    group: "Dataflow workers",
    defaultHelp: "Dataflow's own",
    help: "Give the workers no public addresses: they reach CoinGecko through Cloud NAT only.",
    schema: flag,
  },
  usePublicIps: {
    group: "Dataflow workers",
    defaultHelp: "Dataflow's own",
    help: "Give the workers public addresses.",
    schema: flag,
  },
  workerRegion: {
    group: "Dataflow workers",
    values: "REGION",
    defaultHelp: "region",
    help: "The workers' region, where it is not the job's.",
    schema: region,
  },
  workerZone: {
    group: "Dataflow workers",
    values: "ZONE",
    defaultHelp: "one that Dataflow chooses",
    help: "The workers' zone.",
    schema: zone,
  },
} as const satisfies Record<string, OptionSpec>;
