import { ActionableError } from "../core/actionable_error";
import { CallFailed, messageOf, statusOf } from "./remote_call";

export const signIn =
  "Sign in with `gcloud auth application-default login`, or run it as a service account.";

/**
 * What any Google API says when it is not the call's own fault: no credentials, no network, trouble
 * that did not pass. Undefined for everything else.
 * @param service such as `Cloud Storage`.
 */
export function serviceError(service: string, error: unknown): ActionableError | undefined {
  if (error instanceof ActionableError) return error;
  if (error instanceof CallFailed && error.isTransient) {
    const status = statusOf(error);
    const how = status === undefined ? "could not be reached" : `answered ${status}`;
    const message = error.message.replace(/\.$/, "");
    return new ActionableError(
      `${service} ${how}: ${error.call} failed ${error.attempts} times: ${message}.`,
      status === undefined
        ? "Check the network and run it again; what was there before is untouched."
        : "Run it again later; what was there before is untouched.",
      { cause: error },
    );
  }
  const message = messageOf(error);
  if (
    statusOf(error) === 401 ||
    /default credentials|refresh access token|invalid_grant|invalid_rapt/i.test(message)
  ) {
    return new ActionableError(
      `${service} refuses calls without valid credentials: ${message}`,
      signIn,
      {
        cause: error,
      },
    );
  }
  return undefined;
}
