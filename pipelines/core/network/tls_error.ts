import { networkCodeOf } from "./network_error";

/** A certificate whose issuer is not known here. */
const untrusted = new Set([
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "INVALID_CA",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
const outOfDate = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);
const wrongHost = new Set(["ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH"]);
const otherwiseInvalid = new Set(["CERT_REJECTED", "CERT_REVOKED", "CERT_SIGNATURE_FAILURE"]);
const notTls =
  /^(EPROTO$|ERR_SSL_(WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|UNKNOWN_PROTOCOL|PACKET_LENGTH_TOO_LONG|TLSV1_ALERT_PROTOCOL_VERSION))/;

export interface TlsFailure {
  /** Such as `its certificate has expired (CERT_HAS_EXPIRED)`. */
  readonly reason: string;
  /** What to do about it. */
  readonly next: string;
}

/**
 * Why TLS with a server can't be set up, where that is permanent: another attempt would not change
 * it. Undefined for any other error.
 */
export function tlsFailure(error: unknown): TlsFailure | undefined {
  const code = networkCodeOf(error);
  if (code === undefined) return undefined;
  if (untrusted.has(code)) {
    return {
      reason: `its certificate is not trusted (${code})`,
      next: "If a proxy or an authority of your own issued it, set NODE_EXTRA_CA_CERTS to a file with that authority's certificate (PEM), and run it again.",
    };
  }
  if (outOfDate.has(code)) {
    const how = code === "CERT_HAS_EXPIRED" ? "has expired" : "is not valid yet";
    return {
      reason: `its certificate ${how} (${code})`,
      next: "Check this machine's clock; if it is right, the server, or the proxy that answers for it, has to renew its certificate.",
    };
  }
  if (wrongHost.has(code)) {
    return {
      reason: `its certificate is for another host (${code})`,
      next: "Check the address, and whether a proxy or a sign-in page of the network answers in its place.",
    };
  }
  if (otherwiseInvalid.has(code)) {
    return {
      reason: `its certificate is not valid (${code})`,
      next: "Check the address; the server has to get another certificate.",
    };
  }
  if (notTls.test(code)) {
    return {
      reason: `it does not speak TLS as this client does (${code})`,
      next: "Check the address: http:// in place of https://, or another port.",
    };
  }
  return undefined;
}
