/** The answer to a request, before it is compressed and sent. */
export interface Answer {
  readonly status: number;
  /** A text, or its chunks, which are generated while they are sent. */
  readonly body: string | Iterable<string>;
  /** `s-maxage` in seconds; errors are not cacheable. */
  readonly maxAge?: number;
  /** Indexes of the coins in the answer, including repeats: for the request counts. */
  readonly coins?: Iterable<number>;
  /** How many of them are malformed elements. */
  readonly broken?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer whose body is not streamed. */
export type TextAnswer = Answer & { readonly body: string };

/** CoinGecko's error body of 404 and 422. */
export function errorAnswer(status: number, error: string): TextAnswer {
  return { status, body: JSON.stringify({ error }) };
}

/** CoinGecko's error body with a code, of 401, 403 and 429. */
export function statusAnswer(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): TextAnswer {
  const body = JSON.stringify({ status: { error_code: code, error_message: message } });
  return { status, body, headers };
}
