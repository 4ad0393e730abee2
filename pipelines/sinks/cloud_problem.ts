import { CallFailed, statusOf } from "../google/remote_call";
import { serviceProblem } from "../google/service_problem";
import { Problem } from "../problem";

/**
 * Says of a failed call to Cloud Storage what it means and what to do; any other error stays as it is.
 */
export function storageProblem(url: string, error: unknown): unknown {
  const known = serviceProblem("Cloud Storage", error);
  if (known) return known;
  if (!(error instanceof CallFailed)) return error;
  const { call, message } = error;
  const bucket = /^gs:\/\/[^/]+/.exec(url)?.[0] ?? url;
  const cause = { cause: error };
  switch (statusOf(error)) {
    case 403:
      return new Problem(
        `No access to ${bucket}: ${call} was refused: ${message}`,
        "Grant this account roles/storage.objectUser on the bucket, or name a bucket of your own.",
        cause,
      );
    case 404:
      return new Problem(
        `There is no bucket ${bucket}: ${call} answered: ${message}`,
        `Create it (gcloud storage buckets create ${bucket} --location=REGION), or correct its name.`,
        cause,
      );
    default:
      return new Problem(
        `Cloud Storage refused ${call} for ${url}: ${message}`,
        "What was there before is untouched.",
        cause,
      );
  }
}
