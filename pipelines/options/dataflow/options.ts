import * as v from "valibot";
import { kmsKey, project, region, serviceAccount, serviceUrl } from "./forms";
import { flag, list, oneOf } from "../forms";
import { labels } from "./labels";
import { cloudStorageFolder, file, folder } from "../location_forms";
import type { OptionGroup } from "../option_spec";

/** A Dataflow job as a whole: its project and region, its settings, and whether it is waited for. */
export const dataflowOptions = {
  project: {
    values: "PROJECT",
    help: "The Google Cloud project that the job belongs to.",
    schema: project,
  },
  region: {
    values: "REGION",
    help: "Dataflow's region, such as us-central1.",
    schema: region,
  },
  tempLocation: {
    values: "gs://BUCKET/PREFIX",
    defaultHelp: "stagingLocation",
    help: "Where the job keeps temporary files.",
    schema: cloudStorageFolder,
  },
  stagingLocation: {
    values: "gs://BUCKET/PREFIX|DIR",
    defaultHelp: "tempLocation",
    help: "Where the job's graph is written. A folder is for looking at what would be sent: no job is created, unless DATAFLOW_EMULATOR_HOST names a service.",
    schema: folder,
  },
  templateLocation: {
    values: "gs://BUCKET/OBJECT|FILE",
    help: "Write the job there as a template, and create none.",
    schema: file,
  },
  wait: {
    defaultHelp: "false",
    help: "Wait until the job has ended; only a job that is DONE is a success.",
    schema: flag,
  },
  labels: {
    values: "KEY=VALUE,...|JSON",
    help: "Labels of the job, for bills and for finding it.",
    schema: labels,
  },
  serviceAccountEmail: {
    values: "EMAIL",
    defaultHelp: "Compute Engine's default account",
    help: "The service account that the workers run as.",
    schema: serviceAccount,
  },
  dataflowKmsKey: {
    values: "projects/P/locations/L/keyRings/R/cryptoKeys/K",
    defaultHelp: "Google's own keys",
    help: "The Cloud KMS key that encrypts what the job stores.",
    schema: kmsKey,
  },
  experiments: {
    values: "A,B=C",
    help: "Experiments of Dataflow, in addition to those that a portable job needs.",
    schema: list,
  },
  dataflowServiceOptions: {
    values: "A,B=C",
    help: "Further modes of the service, such as enable_prime.",
    schema: list,
  },
  flexrsGoal: {
    values: "COST_OPTIMIZED|SPEED_OPTIMIZED",
    defaultHelp: "no flexible scheduling",
    help: "Flexible resource scheduling: cheaper, but the job starts within six hours.",
    schema: v.pipe(
      v.string(),
      v.transform((value) => value.replace(/^FLEXRS_/, "")),
      oneOf(["COST_OPTIMIZED", "SPEED_OPTIMIZED"]),
    ),
  },
  dataflowEndpoint: {
    values: "URL",
    defaultHelp: "https://dataflow.googleapis.com",
    help: "Another URL of the Dataflow API, such as a private or regional one.",
    schema: serviceUrl,
  },
} as const satisfies OptionGroup;
