import type { MarketOddity } from "../coins/market_oddities";
import type { MarketValues } from "../prices/market_values";
import { msPerDay, msPerHour } from "../time";

type Fields = Map<string, string>;
type Change = (fields: Fields, values: MarketValues) => void;

const identityFields = ["id", "symbol", "name"];
const staleAgeMs = 14.8 * msPerDay;

const fieldChanges: Readonly<Record<MarketOddity, Change>> = {
  "null rank": (fields) => {
    setAll(fields, ["market_cap_rank"], "null");
  },
  "rank of another coin": (fields) => {
    replaceNumber(fields, "market_cap_rank", (rank) => String(rank + 1));
  },
  "no values at all": (fields) => {
    setAll(
      fields,
      [...fields.keys()].filter((name) => !identityFields.includes(name)),
      "null",
    );
  },
  "null price": (fields) => {
    setAll(fields, ["current_price"], "null");
  },
  "null 24 h values": (fields) => {
    const names = [
      "high_24h",
      "low_24h",
      ...[...fields.keys()].filter((n) => n.includes("_change_")),
    ];
    setAll(
      fields,
      names.filter((name) => !/^at[hl]/.test(name)),
      "null",
    );
  },
  "absent fields": (fields) => {
    for (const name of ["image", "price_change_24h", "max_supply", "roi", "ath", "ath_date"]) {
      fields.delete(name);
    }
  },
  // Applied in prices/coin_model.ts: the price itself is low.
  "price below 1e-9": () => undefined,
  "max supply above 2^53": (fields) => {
    setAll(fields, ["total_supply", "max_supply"], "420690000000000001");
  },
  "max supply with an exponent": (fields) => {
    setAll(fields, ["max_supply"], "4.2e+17");
  },
  "zero all-time low": (fields) => {
    setAll(fields, ["atl"], "0.0");
    setAll(fields, ["atl_change_percentage"], "1.9758e+37");
  },
  "zero total supply": (fields) => {
    setAll(fields, ["total_supply"], "0.0");
  },
  "circulating above total supply": (fields, values) => {
    setAll(fields, ["total_supply"], `${Math.floor(values.circulatingSupply * 0.9)}.0`);
  },
  "price outside its 24 h range": (fields) => {
    const price = fields.get("current_price") ?? "null";
    replaceNumber(fields, "high_24h", () => String(Number(price) * 0.99));
  },
  "market cap off price times supply": (fields) => {
    replaceNumber(fields, "circulating_supply", (supply) => `${String(Math.round(supply / 2))}.0`);
  },
  "stale for two weeks": (fields) => {
    const at = Date.parse((fields.get("last_updated") ?? "").slice(1, -1));
    setAll(fields, ["last_updated"], `"${new Date(at - staleAgeMs).toISOString()}"`);
  },
  "sparkline of 167 points": (fields) => {
    const text = fields.get("sparkline_in_7d");
    if (text) fields.set("sparkline_in_7d", text.replace(/\[[^,]*,/, "["));
  },
  // Applied in market_element.ts, where the sparkline is made.
  "sparkline of 169 points": () => undefined,
  "empty sparkline": (fields) => {
    setAll(fields, ["sparkline_in_7d"], '{"price":[]}');
  },
  "absent sparkline": (fields) => {
    fields.delete("sparkline_in_7d");
  },
  "null sparkline": (fields) => {
    setAll(fields, ["sparkline_in_7d"], "null");
  },
  "null within the sparkline": (fields) => {
    const text = fields.get("sparkline_in_7d");
    if (text) fields.set("sparkline_in_7d", text.replace(/\[[^,]*,/, "[null,"));
  },
  // Applied in prices/coin_model.ts: the price itself never moves.
  "flat sparkline": () => undefined,
  "null image": (fields) => {
    setAll(fields, ["image"], "null");
  },
  "null all-time values": (fields) => {
    setAll(
      fields,
      [...fields.keys()].filter((name) => /^at[hl]/.test(name)),
      "null",
    );
  },
  "zero market cap": (fields) => {
    setAll(fields, ["market_cap", "circulating_supply", "total_supply"], "0.0");
    setAll(fields, ["fully_diluted_valuation", "max_supply"], "null");
  },
  "null last_updated": (fields) => {
    setAll(fields, ["last_updated"], "null");
  },
  "absent last_updated": (fields) => {
    fields.delete("last_updated");
  },
  "whole numbers only": (fields) => {
    for (const [name, text] of fields) {
      if (/^-?[\d.]+$/.test(text)) fields.set(name, String(Math.ceil(Number(text))));
    }
  },
  "exponents everywhere": (fields) => {
    for (const [name, text] of fields) {
      if (/^-?[\d.]+$/.test(text) && !name.includes("rank")) {
        fields.set(name, Number(text).toExponential().replace("e", "E"));
      }
    }
  },
  "dates with an offset": (fields) => {
    for (const name of ["ath_date", "atl_date", "last_updated"]) {
      const at = Date.parse((fields.get(name) ?? "").slice(1, -1)) + 8 * msPerHour;
      fields.set(name, `"${new Date(at).toISOString().replace("Z", "+08:00")}"`);
    }
  },
};

/** Changes the fields of an ordinary coin to show an oddity. */
export function applyOddity(oddity: MarketOddity, fields: Fields, values: MarketValues): void {
  fieldChanges[oddity](fields, values);
}

/** Sets existing fields only: a field that was not requested stays absent. */
function setAll(fields: Fields, names: readonly string[], text: string): void {
  for (const name of names) if (fields.has(name)) fields.set(name, text);
}

function replaceNumber(fields: Fields, name: string, change: (value: number) => string): void {
  const text = fields.get(name);
  if (text !== undefined && text !== "null") fields.set(name, change(Number(text)));
}
