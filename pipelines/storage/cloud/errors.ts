import { CallFailed, statusOf } from "../../google/remote_call";
import { serviceError } from "../../google/errors";
import { ActionableError } from "../../core/actionable_error";

/**
 * Says of a failed call to Cloud Storage what it means and what to do; any other error stays as it is.
 */
export function cloudStorageError(url: string, error: unknown): unknown {
  const known = serviceError("Cloud Storage", error);
  if (known) return known;
  if (!(error instanceof CallFailed)) return error;
  const { call, message } = error;
  const bucket = /^gs:\/\/[^/]+/.exec(url)?.[0] ?? url;
  const cause = { cause: error };
  switch (statusOf(error)) {
    case 403:
      return new ActionableError(
        `No access to ${bucket}: ${call} was refused: ${message}`,
        "Grant this account roles/storage.objectUser on the bucket, or name a bucket of your own.",
        cause,
      );
    case 404:
      return new ActionableError(
        `There is no bucket ${bucket}: ${call} answered: ${message}`,
        `Create it (gcloud storage buckets create ${bucket} --location=REGION), or correct its name.`,
        cause,
      );
    default:
      return new ActionableError(
        `Cloud Storage refused ${call} for ${url}: ${message}`,
        "What was there before is untouched.",
        cause,
      );
  }
}
