import type { CoinColumns, DayColumns, Leader } from "./page_data";
import { rounded } from "./significant";
import type { Columns, DayRange, TableReader } from "./table_reader";

/** The digits that the page shows of prices and of amounts. */
const priceDigits = 5;
const amountDigits = 4;

export interface Market {
  readonly currency: string;
  readonly days: DayColumns;
  readonly leaders: readonly Leader[];
  readonly coins: CoinColumns;
  readonly categories: readonly string[];
  readonly platforms: readonly string[];
}

/** The totals of all days, and the coins of the last. */
export async function readMarket(reader: TableReader, range: DayRange): Promise<Market> {
  const totals = await reader.read("days", range);
  const days = dayColumns(totals);
  const leaders = leadersOf(await reader.read("leaders", range), days);
  const coins = await reader.read("coins", range);
  const assets = reader.has("crypto_asset_dim") ? await reader.read("assets", range) : null;
  return {
    currency: totals.texts("vs_currency")[0] ?? "usd",
    days,
    leaders,
    ...coinColumns(coins, assets),
  };
}

function dayColumns(totals: Columns): DayColumns {
  const amounts = (name: string) => totals.numbers(name).map((value) => rounded(value, 6));
  return {
    day: totals.texts("snapshot_date"),
    coins: totals.counts("coins"),
    marketCap: amounts("market_cap"),
    marketCapChange: amounts("market_cap_change_24h"),
    volume: amounts("total_volume"),
    top10: amounts("top_10_market_cap"),
    up: totals.counts("coins_up"),
    down: totals.counts("coins_down"),
  };
}

function leadersOf(columns: Columns, { day, marketCap }: DayColumns): Leader[] {
  const [days, ids] = [columns.texts("snapshot_date"), columns.texts("asset_id")];
  const [names, caps] = [columns.texts("name"), columns.numbers("market_cap")];
  const capOf = new Map(days.map((one, row) => [`${one} ${ids[row] ?? ""}`, caps[row] ?? null]));
  const nameOf = new Map(ids.map((id, row) => [id, names[row] ?? id]));
  const last = day.at(-1) ?? "";
  return [...nameOf]
    .map(([id, name]) => ({
      id,
      name,
      share: day.map((one, index) =>
        percent(capOf.get(`${one} ${id}`) ?? null, marketCap[index] ?? null),
      ),
    }))
    .sort((a, b) => (capOf.get(`${last} ${b.id}`) ?? 0) - (capOf.get(`${last} ${a.id}`) ?? 0));
}

function coinColumns(coins: Columns, assets: Columns | null) {
  const id = coins.texts("asset_id");
  const price = coins.numbers("current_price");
  const prices = (name: string) => coins.numbers(name).map((value) => rounded(value, priceDigits));
  const amounts = (name: string) =>
    coins.numbers(name).map((value) => rounded(value, amountDigits));
  /** As the source says; of a snapshot that did not ask for it, from the day so long before. */
  const change = (name: string, priceBefore: string) => {
    const before = coins.numbers(priceBefore);
    return coins
      .numbers(name)
      .map(
        (given, row) => percentage(given) ?? changeFrom(before[row] ?? null, price[row] ?? null),
      );
  };
  const rowOf = new Map(assets?.texts("asset_id").map((asset, row) => [asset, row]));
  const ofAsset = (name: string): (string | null)[] => {
    const values = assets?.optionalTexts(name) ?? [];
    return id.map((asset) => values[rowOf.get(asset) ?? -1] ?? null);
  };
  const [category, categories] = indexed(ofAsset("category"));
  const [platform, platforms] = indexed(ofAsset("asset_platform_id"));
  const columns: CoinColumns = {
    id,
    name: coins.texts("name"),
    symbol: coins.texts("symbol"),
    rank: coins.numbers("market_cap_rank"),
    price: price.map((value) => rounded(value, priceDigits)),
    marketCap: amounts("market_cap"),
    volume: amounts("total_volume"),
    high: prices("high_24h"),
    low: prices("low_24h"),
    change1: coins.numbers("price_change_percentage_24h").map(percentage),
    change7: change("price_change_percentage_7d", "price_7_days_before"),
    change30: change("price_change_percentage_30d", "price_30_days_before"),
    volatility: coins
      .numbers("volatility")
      .map((value, row) => rounded(ratio(value, price[row] ?? null), 4)),
    supply: amounts("circulating_supply"),
    ath: prices("ath"),
    athChange: coins.numbers("ath_change_percentage").map(percentage),
    category,
    platform,
    launched: ofAsset("launch_date"),
  };
  return { coins: columns, categories, platforms };
}

/** Texts as indexes of the different ones; -1 for null. */
function indexed(texts: readonly (string | null)[]): [number[], string[]] {
  const places = new Map<string, number>();
  const indexes = texts.map((text) => {
    if (text === null) return -1;
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  return [indexes, [...places.keys()]];
}

function percent(part: number | null, whole: number | null): number | null {
  return percentage(ratio(part, whole));
}

/** In percent. */
function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : (part / whole) * 100;
}

function changeFrom(before: number | null, now: number | null): number | null {
  if (before === null || now === null || before <= 0) return null;
  return percentage((now / before - 1) * 100);
}

/** With the two decimals that are shown. */
function percentage(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}
