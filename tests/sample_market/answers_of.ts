import { MarketFaults } from "../../pipelines/sample_market/faults/market_faults";
import { SampleMarket } from "../../pipelines/sample_market/market/sample_market";
import { Routes } from "../../pipelines/sample_market/server/routes";
import type { Element } from "./ask";

export interface Answers {
  readonly market: SampleMarket;
  /** The parsed body of a path; throws unless the status is 200. */
  readonly json: (path: string, query?: string) => unknown;
  /** All elements of /coins/markets by id, unrounded and with rehypothecated coins. */
  readonly coins: (query?: string) => Map<string, Element>;
}

/** A market's answers without a server. */
export function answersOf(coins: number, date: string, seed = 1): Answers {
  const market = new SampleMarket(coins, date, seed);
  const content = { fullHistory: true, sparklines: true };
  const routes = new Routes(market, new MarketFaults(market.seed, {}), content, () => {
    throw new Error("unreachable");
  });
  const json = (path: string, query = ""): unknown => {
    const answer = routes.find(path.split("/"))?.answer(new URLSearchParams(query));
    if (answer?.status !== 200) throw new Error(`${path}?${query}: ${String(answer?.status)}`);
    return JSON.parse(typeof answer.body === "string" ? answer.body : [...answer.body].join(""));
  };
  return {
    market,
    json,
    coins: (query = "") => {
      const all = new Map<string, Element>();
      for (let page = 1; page <= Math.ceil(coins / 250); page++) {
        const parameters = `vs_currency=usd&precision=full&include_rehypothecated=true&order=id_asc&per_page=250&page=${page}&${query}`;
        for (const element of json("coins/markets", parameters) as Element[]) {
          all.set(element.id, element);
        }
      }
      return all;
    },
  };
}

/** Days after another day, YYYY-MM-DD. */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
