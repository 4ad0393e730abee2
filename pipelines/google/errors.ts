import { ActionableError } from "../core/actionable_error";
import { tlsFailure } from "../core/network/tls_error";
import { RemoteCallError, answerOf, messageOf, statusOf } from "./remote_call";

export const signIn =
  "Sign in with `gcloud auth application-default login`, or run it as a service account.";

/** A call that a service refused: what it says, to be put into words and advice. */
export interface RefusedCall {
  /** Such as `storage.objects.compose`. */
  readonly call: string;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** What the service gives as the reason, such as `quotaExceeded`. */
  readonly reason: string | undefined;
  readonly message: string;
  /** The client's own error. */
  readonly cause: unknown;
}

/**
 * What a failed call of a Google API means, and what to do about it. What any of them says when it is
 * not the call's own fault (no credentials, no network, an outage) is the same for all; a refused call
 * is described by its service. An error that is no failed call stays as it is.
 *
 * @param service such as `Cloud Storage`
 */
export function toActionableError(
  service: string,
  error: unknown,
  describe: (refused: RefusedCall) => { readonly what: string; readonly next: string },
): unknown {
  if (error instanceof ActionableError) return error;
  const shared =
    noTls(service, error) ??
    outage(service, error) ??
    refusedByProxy(service, error) ??
    missingCredentials(service, error);
  if (shared) return shared;
  if (!(error instanceof RemoteCallError)) return error;
  const { call, cause } = error;
  const { reason, message = error.message } = answerOf(cause);
  const { what, next } = describe({ call, reason, message, cause, status: statusOf(error) });
  return new ActionableError(what, next, { cause: error });
}

function outage(service: string, error: unknown): ActionableError | undefined {
  if (!(error instanceof RemoteCallError) || !error.isTransient) return undefined;
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

function noTls(service: string, error: unknown): ActionableError | undefined {
  const tls = tlsFailure(error);
  if (!tls) return undefined;
  return new ActionableError(`No TLS with ${service}: ${tls.reason}.`, tls.next, { cause: error });
}

function refusedByProxy(service: string, error: unknown): ActionableError | undefined {
  if (statusOf(error) !== 407) return undefined;
  return new ActionableError(
    `${service} could not be reached: the proxy answered 407.`,
    "Put its user and password into HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT).",
    { cause: error },
  );
}

function missingCredentials(service: string, error: unknown): ActionableError | undefined {
  const message = messageOf(error);
  const isMissing =
    statusOf(error) === 401 ||
    /default credentials|refresh access token|invalid_grant|invalid_rapt/i.test(message);
  if (!isMissing) return undefined;
  return new ActionableError(
    `${service} refuses calls without valid credentials: ${message}`,
    signIn,
    { cause: error },
  );
}
