/** A response, as seen by a client. */
export interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export async function ask(url: string, headers: Record<string, string> = {}): Promise<Exchange> {
  const response = await fetch(url, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Returns the parsed body; throws unless the status is 200. */
export async function askJson<T>(url: string, headers: Record<string, string> = {}): Promise<T> {
  const { status, text } = await ask(url, headers);
  if (status !== 200) throw new Error(`${url} answered ${status}: ${text}`);
  return JSON.parse(text) as T;
}

/** The fields of an element of /coins/markets that these tests read. */
export interface Element {
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
  readonly current_price: number | null;
  readonly market_cap: number | null;
  readonly market_cap_rank: number | null;
  readonly market_cap_rank_with_rehypothecated?: number | null;
  readonly total_volume: number | null;
  readonly last_updated?: string | null;
  readonly sparkline_in_7d?: { readonly price: readonly (number | null)[] } | null;
  readonly [field: string]: unknown;
}

/** The elements of all pages, up to the first page that is not full. */
export async function allPages(url: string, query: string, perPage = 250): Promise<Element[]> {
  const elements: Element[] = [];
  for (let page = 1; ; page++) {
    const parameters = `vs_currency=usd&per_page=${perPage}&page=${page}&${query}`;
    const found = await askJson<Element[]>(`${url}/coins/markets?${parameters}`);
    elements.push(...found);
    if (found.length < perPage) return elements;
  }
}
