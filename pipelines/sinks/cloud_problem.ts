import { Problem } from "../problem";
import { CallFailed, messageOf, statusOf } from "./cloud_retry";

const signIn =
  "Sign in with `gcloud auth application-default login`, or run it as a service account.";

/**
 * What any Google API says when it is not the call's own fault: no credentials, no network, trouble
 * that did not pass. Undefined for everything else.
 * @param service such as `Cloud Storage`.
 */
export function serviceProblem(service: string, error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof CallFailed && error.passing) {
    const status = statusOf(error);
    return new Problem(
      `${service} ${status === undefined ? "could not be reached" : `answered ${status}`}: ` +
        `${error.call} failed ${error.attempts} times: ${error.message}.`,
      "What was there before is untouched; run it again later, it goes on from here.",
      { cause: error },
    );
  }
  const message = messageOf(error);
  if (
    statusOf(error) === 401 ||
    /default credentials|refresh access token|invalid_grant|invalid_rapt/i.test(message)
  ) {
    return new Problem(`${service} refuses calls without valid credentials: ${message}`, signIn, {
      cause: error,
    });
  }
  return undefined;
}

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
