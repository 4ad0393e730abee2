import type { Model } from "./data";
import { element } from "./dom";
import { dayText, instantText } from "./format";

/** Where the data comes from, and of when it is. */
export function footer({ days, isSample, market, updatedAt }: Model): HTMLElement[] {
  const [first, last] = [days.day[0] ?? "", days.day.at(-1) ?? ""];
  const range = first === last ? dayText(last) : `${dayText(first)} to ${dayText(last)}`;
  const updated = updatedAt === null ? "" : `, updated ${instantText(updatedAt)}`;
  return [
    element("p", {}, `${range}${updated}`),
    isSample
      ? element("p", {}, "Sample data: a made-up market. Not real coins, not real prices.")
      : attribution(market),
  ];
}

/** CoinGecko asks for its name and a link where its data is shown. */
function attribution(market: string): HTMLElement {
  const link = element("a", { href: "https://www.coingecko.com", rel: "noreferrer" }, "CoinGecko");
  const through = market === "coingecko" ? "." : `, through ${market}.`;
  return element("p", {}, "Data provided by ", link, through);
}
