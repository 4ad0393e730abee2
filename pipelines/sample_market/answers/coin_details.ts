import { hash } from "../hash";
import type { SampleCoin, SampleMarket } from "../market/sample_market";
import { msPerDay } from "../time";
import { categoriesOf } from "./categories";
import { communityData, developerData, links } from "./coin_detail_sections";
import { coinMarketDataText } from "./coin_market_data";
import { platformsOf } from "./contracts";
import { imageUrl, lastUpdated } from "./market_element";

const hashingAlgorithms = ["SHA-256", "Scrypt", "Ethash", "RandomX", "", null];
const countries = ["", "", "", "US", "CH", "SG", "KY"];
/** Oddities of the details repeat every so many coins. */
const period = 16;

/** The body of /coins/{id}: https://docs.coingecko.com/reference/coins-id */
export function coinDetailsText(
  market: SampleMarket,
  coin: SampleCoin,
  query: URLSearchParams,
): string {
  const includes = (part: string) => query.get(part) !== "false";
  const parts = [
    JSON.stringify(general(market, coin)),
    ...(query.get("include_categories_details") === "true" ? [categoriesDetails(coin)] : []),
    ...(includes("localization")
      ? [JSON.stringify({ localization: { en: coin.name, de: "" } })]
      : []),
    ...(includes("market_data")
      ? [`{"market_data":${coinMarketDataText(market, coin, query)}}`]
      : []),
    ...(includes("community_data") ? [JSON.stringify({ community_data: communityData })] : []),
    ...(includes("developer_data")
      ? [JSON.stringify({ developer_data: developerData(coin) })]
      : []),
    JSON.stringify({
      status_updates: [],
      last_updated: new Date(lastUpdated(market, coin)).toISOString(),
    }),
    ...(includes("tickers") ? [JSON.stringify({ tickers: [] })] : []),
  ];
  return escapeHtml(`{${parts.map((part) => part.slice(1, -1)).join(",")}}`);
}

/** As CoinGecko's server does: `<`, `>` and `&` are escaped in JSON. */
function escapeHtml(json: string): string {
  const codes: Record<string, string> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return json.replace(/[<>&]/g, (character) => codes[character] ?? character);
}

function general(market: SampleMarket, coin: SampleCoin) {
  const own = hash(market.seed ^ 0xd7, coin.index);
  const slot = coin.index % period;
  const named = Object.entries(platformsOf(market, coin.index)).map(
    ([chain, address]) => [chain, address ?? ""] as const,
  );
  const platforms = named.length > 0 ? named : [["", ""] as const];
  const first = platforms[0]?.[0] ?? "";
  return {
    id: coin.id,
    symbol: coin.symbol,
    name: coin.name,
    web_slug: coin.id,
    asset_platform_id: first === "" ? (own % 2 === 0 ? null : "") : first,
    platforms: Object.fromEntries(platforms),
    detail_platforms: Object.fromEntries(
      platforms.map(([chain, address]) => [
        chain,
        { decimal_place: chain === "" ? null : 18, contract_address: address },
      ]),
    ),
    block_time_in_minutes: own % 11,
    hashing_algorithm: hashingAlgorithms[own % hashingAlgorithms.length] ?? null,
    categories: categoryNames(coin, slot),
    preview_listing: false,
    public_notice: slot === 1 ? "This coin has\r\nmoved to a new contract." : null,
    additional_notices: [],
    has_supply_breakdown: false,
    description: { en: description(coin, slot), de: "" },
    links: links(coin, slot),
    image: {
      thumb: imageUrl(coin, "thumb"),
      small: imageUrl(coin, "small"),
      large: imageUrl(coin, "large"),
    },
    country_origin: slot === 2 ? null : countries[own % countries.length],
    genesis_date: own % 4 === 0 ? dateOf(own) : slot === 3 ? "" : null,
    sentiment_votes_up_percentage: own % 3 === 0 ? null : 82.65,
    sentiment_votes_down_percentage: own % 3 === 0 ? null : 17.35,
    watchlist_portfolio_users: own % 100_000,
    market_cap_rank: market.ranking.rankWithoutRehypothecated(coin.index),
    market_cap_rank_with_rehypothecated: market.ranking.rankOf(coin.index),
  };
}

function categoryNames(coin: SampleCoin, slot: number): (string | null)[] | null {
  const names = categoriesOf(coin.baseRank).map(({ name }) => name);
  if (slot === 4) return [null, ...names];
  if (slot === 5) return [...names, null, ""];
  if (slot === 6) return [];
  return slot === 7 ? null : names;
}

function categoriesDetails(coin: SampleCoin): string {
  const details = categoriesOf(coin.baseRank).map(({ id, name }) => ({ id, name }));
  return JSON.stringify({ categories_details: details });
}

function description(coin: SampleCoin, slot: number): string {
  if (slot % 3 === 0) return "";
  const text = `${coin.name} is a sample coin: nobody can buy it.`;
  return slot % 3 === 1
    ? text
    : `${text}\r\n\r\nSee <a href="https://example.com/?a=1&b=2">more</a>.`;
}

/** A day in the years 2009 to 2024. */
function dateOf(own: number): string {
  const start = Date.UTC(2009, 0, 3);
  return new Date(start + (own % 5800) * msPerDay).toISOString().slice(0, 10);
}
