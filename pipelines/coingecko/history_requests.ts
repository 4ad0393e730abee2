import { archiveName } from "./archive_name";
import { pageSize, type ApiRequest } from "./requests";

/** From the first to the last of some days, `YYYY-MM-DD`, UTC. */
export interface DaySpan {
  readonly first: string;
  readonly last: string;
}

/** Days of a chart that one call answers. */
export interface ChartSpan extends DaySpan {
  /** The days that are asked for: these, or more of them. */
  readonly asked: DaySpan;
}

/** What a chart is of, beside its coin. */
export interface ChartQuery {
  readonly vsCurrency: string;
  readonly includeRehypothecated: boolean;
}

/** Where the archive has the charts of some days, in a currency. */
export function chartFolder(
  { vsCurrency }: Pick<ChartQuery, "vsCurrency">,
  { first, last }: DaySpan,
): string {
  return `market_chart/${vsCurrency}/${first}_${last}/`;
}

/**
 * `/coins/{id}/market_chart/range`: price, market cap and volume at the start of each day. Its name in
 * the archive has the days that are wanted: which more are asked for depends on the day of the call.
 */
export function marketChartRequest(
  query: Pick<ChartQuery, "vsCurrency">,
  id: string,
  span: ChartSpan,
): ApiRequest {
  const { asked } = span;
  return {
    path: `/coins/${encodeURIComponent(id)}/market_chart/range`,
    query: {
      vs_currency: query.vsCurrency,
      from: String(Date.parse(asked.first) / 1_000),
      // The last second: the last day's value is that of its start.
      to: String(Date.parse(`${asked.last}T23:59:59Z`) / 1_000),
      interval: "daily",
      precision: "full",
    },
    archiveName: `${chartFolder(query, span)}${archiveName(id)}`,
    expect: "object",
    mayBeAbsent: true,
  };
}

/**
 * A page of the largest coins of now, whose charts are to be fetched. The archive has it apart from the
 * market pages of the date, which are a snapshot of it.
 */
export function largestCoinsRequest(
  { vsCurrency, includeRehypothecated }: ChartQuery,
  page: number,
): ApiRequest {
  const scope = `${vsCurrency}${includeRehypothecated ? "" : "-without-rehypothecated"}`;
  return {
    path: "/coins/markets",
    query: {
      vs_currency: vsCurrency,
      include_rehypothecated: String(includeRehypothecated),
      order: "market_cap_desc",
      per_page: String(pageSize),
      page: String(page),
      sparkline: "false",
      locale: "en",
    },
    archiveName: `largest_coins/${scope}/${String(page).padStart(5, "0")}`,
    expect: "list",
    mayBeAbsent: false,
  };
}
