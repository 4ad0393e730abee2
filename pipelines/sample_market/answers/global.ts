import type { SampleMarket } from "../market/sample_market";
import { currencies } from "../prices/currencies";
import { hoursPerDay } from "../time";
import { floatText } from "./json_number";

/** `market_cap_percentage` names this many coins. */
const dominantCoins = 10;

/** The body of /global. Totals are those of the default market pages: without rehypothecated coins. */
export function globalText(market: SampleMarket): string {
  const { listing, ranking } = market;
  const rehypothecated = listing.rehypothecatedPositions();
  const total = (values: Float64Array) =>
    values.reduce((sum, value) => sum + value, 0) -
    rehypothecated.reduce((sum, position) => sum + (values[position] ?? 0), 0);
  const cap = total(ranking.caps);
  const volume = total(ranking.volumes);
  const inEveryCurrency = (dollars: number) => {
    const values = [...currencies.keys()].map(
      (code) => `"${code}":${floatText(dollars * market.rates.perDollarAt(code, market.hour))}`,
    );
    return `{${values.join(",")}}`;
  };
  const fields = [
    `"active_cryptocurrencies":${market.coins}`,
    `"upcoming_icos":0`,
    `"ongoing_icos":49`,
    `"ended_icos":3376`,
    `"markets":${1300 + (Math.floor(market.hour / hoursPerDay) % 60)}`,
    `"total_market_cap":${inEveryCurrency(cap)}`,
    `"total_volume":${inEveryCurrency(volume)}`,
    `"market_cap_percentage":${shares(market, cap)}`,
    `"market_cap_change_percentage_24h_usd":${floatText(change(cap, total(ranking.capsDayBefore)))}`,
    `"volume_change_percentage_24h_usd":${floatText(change(volume, total(ranking.volumesDayBefore())))}`,
    `"updated_at":${Math.floor(market.now / 1000)}`,
  ];
  return `{"data":{${fields.join(",")}}}`;
}

/** Percentages of the total market capitalisation, by symbol, of the largest coins. */
function shares(market: SampleMarket, total: number): string {
  const { listing, ranking, names } = market;
  const bySymbol = new Map<string, number>();
  for (let rank = 0; rank < listing.pagedCoins && bySymbol.size < dominantCoins; rank++) {
    const position = ranking.byCap.positionAt(rank);
    const index = listing.indexOfPagePosition(position);
    const { symbol } = names.of(index);
    const skipped = ranking.rankWithoutRehypothecated(index) === null || bySymbol.has(symbol);
    if (!skipped) bySymbol.set(symbol, (100 * (ranking.caps[position] ?? 0)) / total);
  }
  const fields = [...bySymbol].map(
    ([symbol, share]) => `${JSON.stringify(symbol)}:${floatText(share)}`,
  );
  return `{${fields.join(",")}}`;
}

function change(now: number, before: number): number {
  return before === 0 ? 0 : (100 * (now - before)) / before;
}
