import type { SampleMarket } from "../market/sample_market";
import { currencies } from "../prices/currencies";
import { floatText } from "./json_number";

/** The body of /exchange_rates: what one bitcoin costs in each currency, as on the market pages. */
export function exchangeRatesText(market: SampleMarket): string {
  const perDollar = (code: string) => market.rates.perDollarAt(code, market.hour);
  const rates = [...currencies].map(([code, { name, unit, type }]) => {
    const value = code === "btc" ? 1 : perDollar(code) / perDollar("btc");
    return (
      `"${code}":{"name":${JSON.stringify(name)},"unit":${JSON.stringify(unit)},` +
      `"value":${floatText(value)},"type":"${type}"}`
    );
  });
  return `{"rates":{${rates.join(",")}}}`;
}
