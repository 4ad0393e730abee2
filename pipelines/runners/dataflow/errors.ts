import { toActionableError } from "../../google/errors";
import type { DataflowPlace } from "./client";

/** What a failed call to Dataflow means, and what to do; any other error stays as it is. */
export function dataflowError(error: unknown, { project, region }: DataflowPlace): unknown {
  return toActionableError("Dataflow", error, ({ call, status, message }) => {
    switch (status) {
      case 400:
        return {
          what: `Dataflow refused ${call}: ${message}`,
          next: "Fix the cause, and run the same command again.",
        };
      case 403:
        return {
          what: `No access to Dataflow in ${project}: ${call} was refused: ${message}`,
          next: "Enable the Dataflow API there, and grant this account roles/dataflow.developer and roles/iam.serviceAccountUser.",
        };
      case 404:
        return {
          what: `Dataflow found no project ${project} with a region ${region}: ${call} returned: ${message}`,
          next: "Correct --project or --region.",
        };
      default:
        return {
          what: `Dataflow failed at ${call}: ${message}`,
          next: "It is safe to run the same command again.",
        };
    }
  });
}
