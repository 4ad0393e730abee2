import { endpoint, image, jobName } from "./dataflow/forms";
import { flag, oneOf, wholeNumber } from "./forms";
import type { OptionGroup } from "./option_spec";

/** Needed by workers on a job server. */
export const jobServerOptions = {
  jobEndpoint: {
    values: "HOST:PORT",
    help: "The Beam job server of --runner=jobServer: Prism, Flink's, Spark's.",
    schema: endpoint,
  },
  environmentType: {
    values: "process|loopback|docker",
    defaultHelp: "process",
    help: "Where a job server's workers run: as processes beside it, in this process, or in containers of --sdkContainerImage.",
    schema: oneOf(["process", "loopback", "docker"]),
  },
  parallelism: {
    values: "N",
    defaultHelp: "the job server's own",
    help: "How many parts of the work a job server does at once, each in a worker process; Prism's own is one.",
    schema: wholeNumber(1, 1_000),
  },
} as const satisfies OptionGroup;

/** Of every runner that has jobs. */
export const jobOptions = {
  jobName: {
    values: "NAME",
    defaultHelp: "crypto-<pipeline>-<snapshotDate>",
    help: "The job's name. Dataflow runs one job of a name at a time.",
    schema: jobName,
  },
  sdkContainerImage: {
    values: "IMAGE",
    help: "The image of the workers' containers: the one that this project builds.",
    schema: image,
  },
} as const satisfies OptionGroup;

export const runnerNames = ["direct", "jobServer", "dataflow"] as const;
export type RunnerName = (typeof runnerNames)[number];

export const logFormats = ["text", "json"] as const;
export type LogFormat = (typeof logFormats)[number];

/** What executes the pipelines, and how it shows its work. */
export const runnerOptions = {
  runner: {
    values: "direct|jobServer|dataflow",
    default: "direct",
    help: "What executes the pipelines: this process, a Beam job server, or Google Cloud Dataflow.",
    schema: oneOf(runnerNames),
  },
  dryRun: {
    default: "false",
    help: "Say what the command would do (calls, minutes, credits, files, tables, job), and do nothing: no call, no write. --json makes it one JSON document. To look at what would be sent to Dataflow, pass --stagingLocation=FOLDER instead.",
    schema: flag,
  },
  dashboard: {
    default: "true",
    help: "Write dashboard.html, a page that shows the market, under output after the last pipeline. Has an effect where output is local and the warehouse is DuckDB's; the command `dashboard` makes one from BigQuery.",
    schema: flag,
  },
  quiet: {
    default: "false",
    help: "Show errors and warnings only: no progress and no summary.",
    schema: flag,
  },
  json: {
    default: "false",
    help: "Write the run reports to stdout, one JSON object a line, and nothing else there.",
    schema: flag,
  },
  logFormat: {
    values: "text|json",
    defaultHelp: "text; json in CI (CI=true), and for --runner=dataflow without a terminal",
    help: "How progress and warnings are written to stderr: lines for people (on a terminal one that changes), or JSON lines for Cloud Logging and the like.",
    schema: oneOf(logFormats),
  },
  verbose: {
    default: "false",
    help: "Log more, and print the stack of an error.",
    schema: flag,
  },
  ...jobServerOptions,
  ...jobOptions,
} as const satisfies OptionGroup;
