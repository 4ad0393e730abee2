import { ActionableError } from "../core/actionable_error";

const redirectStatus = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;

/**
 * Where an answer redirects to; undefined where it does not. Redirects stay on the same host, and may
 * go from http to https of it, so that the key never goes to another host and never in the clear
 * where it was encrypted.
 * @param followed how many redirects led to this answer
 * @throws ActionableError when the redirect is not followed
 */
export function redirectOf(
  url: string,
  { status, location }: { readonly status: number; readonly location?: string | undefined },
  followed: number,
): string | undefined {
  if (!redirectStatus.has(status)) return undefined;
  if (location === undefined || !URL.canParse(location, url)) {
    throw new ActionableError(
      `${url} answered ${status}, a redirect without an address.`,
      "Check the base URL.",
    );
  }
  const from = new URL(url);
  const to = new URL(location, url);
  const isUpgrade =
    from.protocol === "http:" && to.protocol === "https:" && from.hostname === to.hostname;
  if (from.origin !== to.origin && !isUpgrade) {
    throw new ActionableError(
      `${url} redirects to ${to.origin}${to.pathname}, which is not followed: ${reason(from, to)}.`,
      "If that is the API's address, give its base URL as --source; a sign-in page of the network may redirect too.",
    );
  }
  if (followed >= mostRedirects) {
    throw new ActionableError(
      `${url} redirects again, after ${followed} redirects.`,
      "Check the base URL.",
    );
  }
  return to.href;
}

function reason(from: URL, to: URL): string {
  return from.hostname === to.hostname && from.protocol === "https:" && to.protocol === "http:"
    ? "it leaves TLS"
    : "it is another host";
}
