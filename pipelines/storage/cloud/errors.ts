import { type RefusedCall, toActionableError } from "../../google/errors";

/** What a failed call to Cloud Storage means, and what to do; any other error stays as it is. */
export function cloudStorageError(url: string, error: unknown): unknown {
  const bucket = /^gs:\/\/[^/]+/.exec(url)?.[0] ?? url;
  return toActionableError("Cloud Storage", error, (refused) => {
    const { call, status, message } = refused;
    const next = adviceFor(refused, bucket);
    if (next !== undefined)
      return { what: `Cloud Storage refused ${call} for ${url}: ${message}`, next };
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

/** By the service's reason: a 403 is not always a missing role. */
function adviceFor({ reason = "", message }: RefusedCall, bucket: string): string | undefined {
  if (reason === "retentionPolicyNotMet" || reason === "objectUnderActiveHold") {
    return `A run replaces and deletes its files: use a bucket without retention policy and holds, or clear them (gcloud storage buckets update ${bucket} --clear-retention-period).`;
  }
  if (/^userProject(Missing|AccessDenied|Invalid)/.test(reason)) {
    return `The bucket makes the caller pay: use another one, or turn that off (gcloud storage buckets update ${bucket} --no-requester-pays).`;
  }
  if (
    reason === "accountDisabled" ||
    /billing account|billing (is|has been) disabled/i.test(message)
  ) {
    return "Turn on billing for the bucket's project, or name a bucket of another one.";
  }
  if (reason === "accessNotConfigured") {
    return "Enable the Cloud Storage API for the project: gcloud services enable storage.googleapis.com.";
  }
  if (/quota|rateLimitExceeded|dailyLimitExceeded/i.test(reason)) {
    return "Wait until the quota is free again, or have it raised (IAM & Admin, Quotas); then run it again.";
  }
  if (/organization's policy|vpc service controls/i.test(message)) {
    return "The organization's policy forbids it: ask its administrator for access from this network, or run inside the perimeter.";
  }
  return undefined;
}
