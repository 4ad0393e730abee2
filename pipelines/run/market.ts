import { planNames } from "../coingecko/plans";
import { isLoopbackHost } from "../core/network/proxy";

/**
 * The market that a source serves: `sample`, `coingecko`, or the host and path of a base URL. An output
 * and a warehouse hold one market. On loopback the port does not count, which differs from run to run.
 *
 * @param source as in a run report: `sample:2500`, the name of a plan, or a base URL
 */
export function marketOf(source: string): string {
  if (/^sample(:|$)/.test(source)) return "sample";
  if (planNames.some((plan) => plan === source)) return "coingecko";
  if (!URL.canParse(source)) return source;
  const { host, hostname, pathname } = new URL(source);
  if (/(^|\.)coingecko\.com$/i.test(hostname)) return "coingecko";
  return `${isLoopbackHost(hostname) ? "localhost" : host}${pathname}`.replace(/\/+$/, "");
}

/** A market as a person reads it. */
export function marketName(market: string): string {
  if (market === "sample") return "the sample market (made-up data)";
  return market === "coingecko" ? "CoinGecko" : `the source ${market}`;
}

/** How the description of a table begins that holds the sample market. */
export const madeUpNote = "Made-up data of the sample market.";
