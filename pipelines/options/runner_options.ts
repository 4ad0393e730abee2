import { flag, type OptionSpec, wholeNumber } from "./option_spec";
import { dataflowOptions } from "./dataflow_options";
import { dataflowWorkerOptions } from "./dataflow_worker_options";
import { endpoint, image, jobName, oneOf } from "./forms";

/** Needed by workers on a job server. */
export const jobServerOptions = {
  jobEndpoint: {
    group: "Runner",
    values: "HOST:PORT",
    help: "The Beam job server of --runner=jobServer: Prism, Flink's, Spark's.",
    schema: endpoint,
  },
  environmentType: {
    group: "Runner",
    values: "process|loopback|docker",
    defaultHelp: "process",
    help: "Where a job server's workers run: as processes beside it, in this process, or in containers of --sdkContainerImage.",
    schema: oneOf(["process", "loopback", "docker"]),
  },
  parallelism: {
    group: "Runner",
    values: "N",
    defaultHelp: "the job server's own",
    help: "How many parts of the work a job server does at once, where it needs to be told.",
    schema: wholeNumber(1, 1_000),
  },
} as const satisfies Record<string, OptionSpec>;

/** Of every runner that has jobs. */
export const jobOptions = {
  jobName: {
    group: "Runner",
    values: "NAME",
    defaultHelp: "crypto-<pipeline>-<snapshotDate>",
    help: "The job's name. Dataflow runs one job of a name at a time.",
    schema: jobName,
  },
  sdkContainerImage: {
    group: "Runner",
    values: "IMAGE",
    help: "The image of the workers' containers: the one that this project builds.",
    schema: image,
  },
} as const satisfies Record<string, OptionSpec>;

/** What executes the pipelines, and what that needs. */
export const runnerOptions = {
  runner: {
    group: "Runner",
    values: "direct|jobServer|dataflow",
    default: "direct",
    help: "What executes the pipelines: this process, a Beam job server, or Google Cloud Dataflow.",
    schema: oneOf(["direct", "jobServer", "dataflow"]),
  },
  verbose: {
    group: "Runner",
    default: "false",
    help: "Log more, and print the stack of an error.",
    schema: flag,
  },
  ...jobServerOptions,
  ...jobOptions,
  ...dataflowOptions,
  ...dataflowWorkerOptions,
} as const satisfies Record<string, OptionSpec>;
