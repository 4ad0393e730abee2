/** The probability of each fault, from 0 to 1. */
export interface Faults {
  /** 429 with CoinGecko's JSON and a `retry-after`. */
  readonly tooManyRequests?: number;
  /** 429 with Cloudflare's plain text. */
  readonly tooManyRequestsText?: number;
  /** The same plain text, with status 200. */
  readonly tooManyRequestsHidden?: number;
  /** An object with error code 429 instead of the answer, with status 200. */
  readonly tooManyRequestsObject?: number;
  /** An object with error code 403 instead of the answer, with status 200. */
  readonly forbiddenObject?: number;
  /** 500 with JSON. */
  readonly serverError?: number;
  /** 503 with HTML. */
  readonly unavailable?: number;
  /** No answer until the client closes the connection. */
  readonly timeout?: number;
  /** A connection that is closed in the middle of the body. */
  readonly tornBody?: number;
  /** A truncated body on a connection that ends normally. */
  readonly truncatedBody?: number;
  /** The share of market pages whose first coin is replaced by the last one of the previous page. */
  readonly moves?: number;
  /** The share of a market page's other coins that are replaced by a repeat of the one before. */
  readonly duplicates?: number;
  /** The share of coins that are malformed elements. */
  readonly brokenElements?: number;
}

export const transportFaults = [
  "tooManyRequests",
  "tooManyRequestsText",
  "tooManyRequestsHidden",
  "tooManyRequestsObject",
  "forbiddenObject",
  "serverError",
  "unavailable",
  "timeout",
  "tornBody",
  "truncatedBody",
] as const satisfies readonly (keyof Faults)[];

export type TransportFault = (typeof transportFaults)[number];

export const faultNames: readonly (keyof Faults)[] = [
  ...transportFaults,
  "moves",
  "duplicates",
  "brokenElements",
];

/**
 * Every fault at once: this share of requests fails, this share of pages overlaps, and a twentieth of
 * this share of the coins is duplicated, and another twentieth malformed.
 */
export function allFaults(share: number): Faults {
  const transport = transportFaults.map((fault) => [fault, share / transportFaults.length]);
  return {
    ...(Object.fromEntries(transport) as Faults),
    moves: share,
    duplicates: share / 20,
    brokenElements: share / 20,
  };
}
