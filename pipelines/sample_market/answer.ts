/** What the market has to say to a request, before it is compressed and sent. */
export interface Answer {
  readonly status: number;
  /** Pieces of one text; an iterable is made while it is sent. */
  readonly body: string | Iterable<string>;
  /** How long the answer may be kept by caches on the way, in seconds; errors are not kept. */
  readonly maxAge?: number;
  /** Indexes of the coins that the answer holds, repeated ones too: to count what was served. */
  readonly coins?: Iterable<number>;
  /** How many of them are broken elements. */
  readonly broken?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is ready as a whole. */
export type TextAnswer = Answer & { readonly body: string };

/** CoinGecko's usual error, as of 404 and 422. */
export function errorAnswer(status: number, error: string): TextAnswer {
  return { status, body: JSON.stringify({ error }) };
}

/** CoinGecko's error that carries a code, as of 401, 403 and 429. */
export function statusAnswer(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): TextAnswer {
  const body = JSON.stringify({ status: { error_code: code, error_message: message } });
  return { status, body, headers };
}
