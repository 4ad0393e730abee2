import { toActionableError } from "../../google/errors";

/** What a failed call to Cloud Storage means, and what to do; any other error stays as it is. */
export function cloudStorageError(url: string, error: unknown): unknown {
  const bucket = /^gs:\/\/[^/]+/.exec(url)?.[0] ?? url;
  return toActionableError("Cloud Storage", error, ({ call, status, message }) => {
    switch (status) {
      case 403:
        return {
          what: `No access to ${bucket}: ${call} was refused: ${message}`,
          next: "Grant this account roles/storage.objectUser on the bucket, or name a bucket of your own.",
        };
      case 404:
        return {
          what: `There is no bucket ${bucket}: ${call} answered: ${message}`,
          next: `Create it (gcloud storage buckets create ${bucket} --location=REGION), or correct its name.`,
        };
      default:
        return {
          what: `Cloud Storage refused ${call} for ${url}: ${message}`,
          next: "What was there before is untouched.",
        };
    }
  });
}
