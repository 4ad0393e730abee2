/** How often each fault happens: from 0, never, to 1, whenever it can. */
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
  /** No answer at all, until the client goes away. */
  readonly timeout?: number;
  /** A connection that is cut in the middle of the body. */
  readonly tornBody?: number;
  /** A body that ends early, but cleanly. */
  readonly truncatedBody?: number;
  /** Of a market page's first coins, how many are the last of the page before instead. */
  readonly moves?: number;
  /** Of a market page's other coins, how many are the one before once more instead. */
  readonly duplicates?: number;
  /** Of all coins, how many are elements that no reader can use. */
  readonly brokenElements?: number;
}

export const TRANSPORT_FAULTS = [
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

export type TransportFault = (typeof TRANSPORT_FAULTS)[number];

export const FAULTS: readonly (keyof Faults)[] = [
  ...TRANSPORT_FAULTS,
  "moves",
  "duplicates",
  "brokenElements",
];

/**
 * Every fault at once: this share of all requests fails, this share of pages overlaps, and a
 * twentieth of this share of the coins is doubled, and another is broken.
 */
export function allFaults(share: number): Faults {
  const transport = TRANSPORT_FAULTS.map((fault) => [fault, share / TRANSPORT_FAULTS.length]);
  return {
    ...(Object.fromEntries(transport) as Faults),
    moves: share,
    duplicates: share / 20,
    brokenElements: share / 20,
  };
}
