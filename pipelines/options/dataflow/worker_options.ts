import * as v from "valibot";
import { diskType, machineType, network, region, subnetwork, zone } from "./forms";
import { flag, oneOf, text, wholeNumber } from "../forms";
import type { OptionGroup } from "../option_spec";

/** The project's quota limits how many workers a job may have; this only checks the form. */
const mostWorkers = 10_000;

/** The machines that a Dataflow job runs on. Dataflow's own defaults apply to what is not given. */
export const dataflowWorkerOptions = {
  numWorkers: {
    values: "N",
    defaultHelp: "Dataflow's own",
    help: "How many workers the job starts with.",
    schema: wholeNumber(1, mostWorkers),
  },
  maxNumWorkers: {
    values: "N",
    defaultHelp: "Dataflow's own",
    help: "How many workers the job may grow to.",
    schema: wholeNumber(1, mostWorkers),
  },
  autoscalingAlgorithm: {
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
    values: "TYPE",
    defaultHelp: "Dataflow's own",
    help: "Machine type, such as n1-standard-1. Each of its cores runs one worker process.",
    schema: machineType,
  },
  minCpuPlatform: {
    values: "NAME",
    defaultHelp: "Dataflow's own",
    help: "The minimum CPU platform, such as 'Intel Skylake'.",
    schema: text(/^\w[\w ]*$/, "a platform's name, such as 'Intel Skylake'"),
  },
  numberOfWorkerHarnessThreads: {
    values: "N",
    defaultHelp: "Dataflow's own",
    help: "How many bundles a worker process executes at once.",
    schema: wholeNumber(1, 1_000),
  },
  diskSizeGb: {
    values: "GB",
    defaultHelp: "Dataflow's own",
    help: "Size of a worker's disk.",
    schema: wholeNumber(10, 65_536),
  },
  diskType: {
    values: "TYPE",
    defaultHelp: "Dataflow's own",
    help: "Type of a worker's disk, such as compute.googleapis.com/projects//zones//diskTypes/pd-ssd.",
    schema: diskType,
  },
  diskProvisionedIops: {
    values: "N",
    defaultHelp: "Dataflow's own",
    help: "Input and output operations a second of a worker's hyperdisk.",
    schema: wholeNumber(1),
  },
  diskProvisionedThroughputMibps: {
    values: "MIB",
    defaultHelp: "Dataflow's own",
    help: "Throughput of a worker's hyperdisk in MiB a second.",
    schema: wholeNumber(1),
  },
  network: {
    values: "NAME",
    defaultHelp: "Dataflow's own",
    help: "The network of the workers.",
    schema: network,
  },
  subnetwork: {
    values: "regions/REGION/subnetworks/NAME",
    defaultHelp: "Dataflow's own",
    help: "The subnetwork of the workers; that of a shared network by its full URL.",
    schema: subnetwork,
  },
  noUsePublicIps: {
    defaultHelp: "Dataflow's own",
    help: "Give the workers no public addresses: they reach CoinGecko through Cloud NAT only.",
    schema: flag,
  },
  usePublicIps: {
    defaultHelp: "Dataflow's own",
    help: "Give the workers public addresses.",
    schema: flag,
  },
  workerRegion: {
    values: "REGION",
    defaultHelp: "region",
    help: "The workers' region, where it is not the job's.",
    schema: region,
  },
  workerZone: {
    values: "ZONE",
    defaultHelp: "one that Dataflow chooses",
    help: "The workers' zone.",
    schema: zone,
  },
} as const satisfies OptionGroup;
