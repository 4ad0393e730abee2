/** No connection is made: nothing listens at that address, or there is no network. */
const unreachableCodes = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** A connection was lost, or no data came. */
const lostConnectionCodes = new Set([
  "ECONNABORTED",
  "ECONNRESET",
  "EPIPE",
  "ESOCKETTIMEDOUT",
  "ETIMEDOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_SOCKET",
]);

/** The code of a network error, such as `ECONNRESET`: its own, or that of its nearest cause. */
export function networkCodeOf(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < 5 && typeof current === "object" && current !== null; depth++) {
    const { code, cause } = current as { code?: unknown; cause?: unknown };
    if (typeof code === "string") return code;
    current = cause;
  }
  return undefined;
}

export function isUnreachable(code: string | undefined): boolean {
  return code !== undefined && unreachableCodes.has(code);
}

/** Whether a network error of this code is transient: the same call may succeed later. */
export function isTransientCode(code: string | undefined): boolean {
  return code !== undefined && (unreachableCodes.has(code) || lostConnectionCodes.has(code));
}
