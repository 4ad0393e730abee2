import { categoriesOf } from "./categories";
import { platformsOf } from "./coins_list";
import { coinMarketDataText } from "./coin_market_data";
import { hash } from "./hash";
import { imageUrl, lastUpdated } from "./market_element";
import type { SampleCoin, SampleMarket } from "./sample_market";

const ALGORITHMS = ["SHA-256", "Scrypt", "Ethash", "RandomX", "", null];
const COUNTRIES = ["", "", "", "US", "CH", "SG", "KY"];
/** Oddities of the details come round after as many coins. */
const PERIOD = 16;

/** The body of /coins/{id}: https://docs.coingecko.com/reference/coins-id */
export function coinDetailsText(
  market: SampleMarket,
  coin: SampleCoin,
  query: URLSearchParams,
): string {
  const wants = (part: string) => query.get(part) !== "false";
  const parts = [
    JSON.stringify(general(market, coin)),
    ...(query.get("include_categories_details") === "true" ? [categoriesDetails(coin)] : []),
    ...(wants("localization") ? [JSON.stringify({ localization: { en: coin.name, de: "" } })] : []),
    ...(wants("market_data") ? [`{"market_data":${coinMarketDataText(market, coin, query)}}`] : []),
    ...(wants("community_data") ? [JSON.stringify({ community_data: communityData })] : []),
    ...(wants("developer_data") ? [JSON.stringify({ developer_data: developerData(coin) })] : []),
    JSON.stringify({
      status_updates: [],
      last_updated: new Date(lastUpdated(market, coin)).toISOString(),
    }),
    ...(wants("tickers") ? [JSON.stringify({ tickers: [] })] : []),
  ];
  return escapeHtml(`{${parts.map((part) => part.slice(1, -1)).join(",")}}`);
}

/** As CoinGecko's server does: no `<`, `>` or `&` is on the wire. */
function escapeHtml(json: string): string {
  const codes: Record<string, string> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return json.replace(/[<>&]/g, (character) => codes[character] ?? character);
}

function general(market: SampleMarket, coin: SampleCoin) {
  const own = hash(market.seed ^ 0xd7, coin.index);
  const slot = coin.index % PERIOD;
  const named = Object.entries(platformsOf(market, coin.index)).map(
    ([chain, address]) => [chain, address ?? ""] as const,
  );
  const platforms = named.length > 0 ? named : [["", ""] as const];
  const first = platforms[0]?.[0] ?? "";
  const rank = market.rankOf(coin);
  const ranked = market.isRanked(rank);
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
    hashing_algorithm: ALGORITHMS[own % ALGORITHMS.length] ?? null,
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
    country_origin: slot === 2 ? null : COUNTRIES[own % COUNTRIES.length],
    genesis_date: own % 4 === 0 ? dateOf(own) : slot === 3 ? "" : null,
    sentiment_votes_up_percentage: own % 3 === 0 ? null : 82.65,
    sentiment_votes_down_percentage: own % 3 === 0 ? null : 17.35,
    watchlist_portfolio_users: own % 100_000,
    market_cap_rank: ranked ? market.rankWithoutRehypothecated(coin) : null,
    market_cap_rank_with_rehypothecated: ranked ? rank + 1 : null,
  };
}

function categoryNames(coin: SampleCoin, slot: number): (string | null)[] | null {
  const names = categoriesOf(coin.standing).map(({ name }) => name);
  if (slot === 4) return [null, ...names];
  if (slot === 5) return [...names, null, ""];
  if (slot === 6) return [];
  return slot === 7 ? null : names;
}

function categoriesDetails(coin: SampleCoin): string {
  const details = categoriesOf(coin.standing).map(({ id, name }) => ({ id, name }));
  return JSON.stringify({ categories_details: details });
}

function description(coin: SampleCoin, slot: number): string {
  if (slot % 3 === 0) return "";
  const text = `${coin.name} is a sample coin: nobody can buy it.`;
  return slot % 3 === 1
    ? text
    : `${text}\r\n\r\nSee <a href="https://example.com/?a=1&b=2">more</a>.`;
}

function links(coin: SampleCoin, slot: number) {
  const homepage = `https://example.com/${encodeURIComponent(coin.id)}`;
  return {
    homepage:
      slot === 8 ? [] : slot === 9 ? ["", "", ""] : slot === 10 ? [null] : [homepage, "", ""],
    whitepaper: slot === 11 ? null : "",
    blockchain_site: ["", ""],
    official_forum_url: ["", "", ""],
    chat_url: ["", "", ""],
    announcement_url: ["", ""],
    snapshot_url: null,
    twitter_screen_name: slot === 12 ? null : coin.id.slice(0, 8),
    facebook_username: "",
    bitcointalk_thread_identifier: null,
    telegram_channel_identifier: "",
    subreddit_url: slot === 13 ? null : "https://www.reddit.com",
    repos_url: { github: [], bitbucket: [] },
  };
}

/** A day of the years 2009 to 2024. */
function dateOf(own: number): string {
  const start = Date.UTC(2009, 0, 3);
  return new Date(start + (own % 5800) * 86_400_000).toISOString().slice(0, 10);
}

const communityData = {
  facebook_likes: null,
  reddit_average_posts_48h: 0,
  reddit_average_comments_48h: 0,
  reddit_subscribers: 0,
  reddit_accounts_active_48h: 0,
  telegram_channel_user_count: null,
};

function developerData(coin: SampleCoin) {
  const stars = coin.index % 10_000;
  return {
    forks: stars >> 1,
    stars,
    subscribers: stars >> 3,
    total_issues: 0,
    closed_issues: 0,
    pull_requests_merged: 0,
    pull_request_contributors: 0,
    code_additions_deletions_4_weeks: { additions: null, deletions: null },
    commit_count_4_weeks: 0,
    last_4_weeks_commit_activity_series: [],
  };
}
