import type { MarketSnapshotRow } from "../../../schemas/crypto_market_snapshot_fact";
import type { Run } from "../../run/run";
import { Fields } from "../parse/fields";
import { volatility } from "./volatility";

/**
 * An element of /coins/markets as a row.
 * @param ingestedAt when its page was fetched
 * @throws FieldError when a field is of another type than documented
 */
export function toMarketRow(
  element: unknown,
  run: Pick<Run, "snapshotDate" | "vsCurrency">,
  ingestedAt: string,
): MarketSnapshotRow {
  const coin = new Fields(element);
  return {
    snapshot_date: run.snapshotDate,
    asset_id: coin.id("id"),
    vs_currency: run.vsCurrency,
    symbol: coin.text("symbol"),
    name: coin.text("name"),
    current_price: coin.amount("current_price"),
    market_cap: coin.amount("market_cap"),
    market_cap_rank: coin.rank("market_cap_rank"),
    fully_diluted_valuation: coin.amount("fully_diluted_valuation"),
    total_volume: coin.amount("total_volume"),
    high_24h: coin.amount("high_24h"),
    low_24h: coin.amount("low_24h"),
    price_change_24h: coin.amount("price_change_24h"),
    price_change_percentage_24h: coin.number("price_change_percentage_24h"),
    market_cap_change_24h: coin.amount("market_cap_change_24h"),
    market_cap_change_percentage_24h: coin.number("market_cap_change_percentage_24h"),
    circulating_supply: coin.amount("circulating_supply"),
    total_supply: coin.amount("total_supply"),
    max_supply: coin.amount("max_supply"),
    ath: coin.amount("ath"),
    ath_change_percentage: coin.number("ath_change_percentage"),
    ath_date: coin.timestamp("ath_date"),
    atl: coin.amount("atl"),
    atl_change_percentage: coin.number("atl_change_percentage"),
    atl_date: coin.timestamp("atl_date"),
    volatility: volatility(coin.object("sparkline_in_7d")?.amounts("price") ?? []),
    last_updated: coin.timestamp("last_updated"),
    ingested_at: ingestedAt,
    price_change_percentage_1h: coin.number("price_change_percentage_1h_in_currency"),
    price_change_percentage_7d: coin.number("price_change_percentage_7d_in_currency"),
    price_change_percentage_14d: coin.number("price_change_percentage_14d_in_currency"),
    price_change_percentage_30d: coin.number("price_change_percentage_30d_in_currency"),
    price_change_percentage_200d: coin.number("price_change_percentage_200d_in_currency"),
    price_change_percentage_1y: coin.number("price_change_percentage_1y_in_currency"),
    market_cap_rank_with_rehypothecated: coin.rank("market_cap_rank_with_rehypothecated"),
  };
}
