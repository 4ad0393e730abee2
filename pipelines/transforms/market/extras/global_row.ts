import type { GlobalRow } from "../../../../schemas/crypto_global_fact";
import { Fields } from "../../parse/fields";
import type { ExtraSpec } from "./extra_spec";

/** /global: the whole body is one element. */
export const globalExtra: ExtraSpec<GlobalRow> = {
  isEmpty: (body) => new Fields(body).requiredObject("data").isEmpty,
  listText: (body) => `[${body}]`,
  toRow: (element, run, ingestedAt) => {
    const global = new Fields(element).requiredObject("data");
    const shares = global.object("market_cap_percentage");
    return {
      snapshot_date: run.snapshotDate,
      vs_currency: run.vsCurrency,
      total_market_cap: global.object("total_market_cap")?.amount(run.vsCurrency) ?? null,
      total_volume: global.object("total_volume")?.amount(run.vsCurrency) ?? null,
      market_cap_change_percentage_24h: global.number("market_cap_change_percentage_24h_usd"),
      active_cryptocurrencies: global.rank("active_cryptocurrencies"),
      markets: global.rank("markets"),
      upcoming_icos: global.rank("upcoming_icos"),
      ongoing_icos: global.rank("ongoing_icos"),
      ended_icos: global.rank("ended_icos"),
      bitcoin_dominance: shares?.number("btc") ?? null,
      ethereum_dominance: shares?.number("eth") ?? null,
      updated_at: global.unixTime("updated_at"),
      ingested_at: ingestedAt,
    };
  },
};
