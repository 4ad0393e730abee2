import { ActionableError } from "../../core/actionable_error";
import { serviceError } from "../../google/errors";
import { CallFailed, statusOf } from "../../google/remote_call";
import type { DataflowPlace } from "./client";

/** A failed call to Dataflow as an error that says what it means and what to do; any other as it is. */
export function dataflowError(error: unknown, { project, region }: DataflowPlace): unknown {
  const known = serviceError("Dataflow", error);
  if (known) return known;
  if (!(error instanceof CallFailed)) return error;
  const { call, message } = error;
  const cause = { cause: error };
  switch (statusOf(error)) {
    case 400:
      return new ActionableError(
        `Dataflow refused ${call}: ${message}`,
        "Fix the cause, and run the same command again.",
        cause,
      );
    case 403:
      return new ActionableError(
        `No access to Dataflow in ${project}: ${call} was refused: ${message}`,
        "Enable the Dataflow API there, and grant this account roles/dataflow.developer and roles/iam.serviceAccountUser.",
        cause,
      );
    case 404:
      return new ActionableError(
        `Dataflow found no project ${project} with a region ${region}: ${call} returned: ${message}`,
        "Correct --project or --region.",
        cause,
      );
    default:
      return new ActionableError(
        `Dataflow failed at ${call}: ${message}`,
        "It is safe to run the same command again.",
        cause,
      );
  }
}
