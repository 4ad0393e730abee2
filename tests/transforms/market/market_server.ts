import { json, ScriptedServer, type Reply } from "../../coingecko/scripted_server";

export interface Market {
  /** Coins in the order of their pages; `coin-00001` ... when a number. */
  readonly coins: number | readonly string[];
  /** What /coins/list names; the coins when left out; null: it answers 404. */
  readonly list?: readonly string[] | null;
  /** The most that a page holds, whatever is asked for. */
  readonly perPageAtMost?: number;
  /** How many ids a request may name; one that names more is answered with an empty list. */
  readonly mostIds?: number;
  /** What /key answers; 404 when left out. */
  readonly key?: Reply;
  /** Whether every page is the first. */
  readonly ignoresPage?: boolean;
  /** Takes the place of some answer, by the page's number. */
  readonly page?: (page: number) => Reply | undefined;
}

/** The smallest server that pages as CoinGecko does, with the faults of paging that there are. */
export function serveMarket(market: Market): Promise<ScriptedServer> {
  const { coins, list, perPageAtMost = 250, mostIds = Infinity, ignoresPage = false } = market;
  const ids = typeof coins === "number" ? coinIds(coins) : coins;
  let calls = 0;
  return ScriptedServer.serving((url) => {
    const { pathname, searchParams } = new URL(url, "http://host");
    if (pathname === "/coins/list") {
      return list === null ? json({ error: "Not found" }, 404) : json((list ?? ids).map(coin));
    }
    if (pathname === "/key" && market.key) return market.key;
    if (pathname !== "/coins/markets") return json({ error: "coin not found" }, 404);
    const asked = searchParams.get("ids")?.split(",");
    const page = Number(searchParams.get("page"));
    const instead = asked ? undefined : market.page?.(page);
    if (instead) return instead;
    if (asked && asked.length > mostIds) return json([]);
    const found = asked ? ids.filter((id) => asked.includes(id)) : ids;
    const size = Math.min(Number(searchParams.get("per_page")), perPageAtMost);
    const from = ignoresPage ? 0 : (page - 1) * size;
    // The price is another one each time, as it is in a real market.
    calls++;
    return json(
      found.slice(from, from + size).map((id) => ({ ...coin(id), current_price: calls })),
    );
  });
}

export function coinIds(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `coin-${String(n + 1).padStart(5, "0")}`);
}

function coin(id: string) {
  return { id, symbol: id, name: id };
}

/** The numbers of the market pages that were asked for, and the ids asked for by id, in order. */
export function askedOf(server: ScriptedServer): { pages: number[]; ids: string[]; lists: number } {
  const urls = server.asked.map(({ url }) => new URL(url, "http://host"));
  const markets = urls.filter(({ pathname }) => pathname === "/coins/markets");
  const ids = markets.flatMap((url) => url.searchParams.get("ids")?.split(",") ?? []);
  const pages = markets
    .filter((url) => !url.searchParams.has("ids"))
    .map((url) => Number(url.searchParams.get("page")));
  return {
    pages: pages.sort((a, b) => a - b),
    ids: ids.sort(),
    lists: urls.filter(({ pathname }) => pathname === "/coins/list").length,
  };
}
