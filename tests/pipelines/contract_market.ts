import { json, ScriptedServer, type Reply } from "../coingecko/scripted_server";

/** A coin of the list: `platforms` is what the list says of it, absent where it says nothing. */
export interface ListedCoin {
  readonly id: string;
  readonly platforms?: unknown;
}

/** What a market of some coins answers; a test changes it between runs. */
export interface ContractMarket {
  list: readonly ListedCoin[];
  /** The answer of /asset_platforms. */
  platforms: Reply;
  /** `platforms` of the details, by coin. */
  details: Readonly<Record<string, unknown>>;
}

/** A list of platforms as CoinGecko has it. */
export function platformList(...ids: readonly string[]): Reply {
  return json(ids.map((id) => ({ id, chain_identifier: id.length, name: id, shortname: "" })));
}

/** Serves a market whose coins have contracts, and nothing else of interest. */
export function serveContracts(market: ContractMarket): Promise<ScriptedServer> {
  return ScriptedServer.serving((url) => {
    const { pathname, searchParams } = new URL(url, "http://host");
    const coins = market.list.map(({ id }) => ({ id, symbol: id, name: id }));
    if (pathname === "/coins/list") {
      const withPlatforms = searchParams.get("include_platform") === "true";
      return json(market.list.map((coin, n) => ({ ...coins[n], ...(withPlatforms ? coin : {}) })));
    }
    if (pathname === "/asset_platforms") return market.platforms;
    if (pathname === "/coins/markets") {
      const ids = searchParams.get("ids")?.split(",");
      const found = ids ? coins.filter(({ id }) => ids.includes(id)) : coins;
      return json(searchParams.get("page") === "1" ? found : []);
    }
    const id = decodeURIComponent(pathname.replace("/coins/", ""));
    return id in market.details
      ? json({ id, platforms: market.details[id] })
      : json({ error: "coin not found" }, 404);
  });
}
