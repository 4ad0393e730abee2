import { hash } from "./hash";
import type { SampleMarket } from "./sample_market";

/** How many coins one piece of the text holds: enough to be quick, few enough to be small. */
const PIECE = 500;

/** Indexes of the coins that /coins/list names, in the order of ids. */
export function* listedIndexes(market: SampleMarket, status: "active" | "inactive") {
  const { listing } = market;
  if (status === "active") {
    for (let seat = 0; seat < market.coins; seat++) yield listing.indexOfSeat(seat);
  } else if (market.coins > 0) {
    const end = listing.indexOfSeat(market.coins - 1);
    for (let index = 0; index < end; index++) if (!listing.isActive(index)) yield index;
  }
}

/** The body of /coins/list, piece by piece. */
export function* coinsListText(
  market: SampleMarket,
  status: "active" | "inactive",
  includePlatform: boolean,
): Generator<string> {
  let piece = "[";
  let count = 0;
  for (const index of listedIndexes(market, status)) {
    const { id, symbol, name } = market.names.of(index);
    piece += `${count > 0 ? "," : ""}{"id":${JSON.stringify(id)},`;
    piece += `"symbol":${JSON.stringify(symbol)},"name":${JSON.stringify(name)}`;
    piece += includePlatform ? `,"platforms":${JSON.stringify(platformsOf(market, index))}}` : "}";
    if (++count % PIECE === 0) {
      yield piece;
      piece = "";
    }
  }
  yield `${piece}]`;
}

const CHAINS = ["ethereum", "binance-smart-chain", "solana", "polygon-pos", "base"];

/** Contract addresses by blockchain: none for a coin with a chain of its own, or a null one. */
export function platformsOf(market: SampleMarket, index: number): Record<string, string | null> {
  const own = hash(market.seed ^ 0x9f, index);
  if (own % 4 === 0) return {};
  const platforms: Record<string, string | null> = {};
  for (let at = 0; at <= own % 3; at++) {
    const chain = CHAINS[(own + at) % CHAINS.length] ?? "";
    platforms[chain] = own % 50 === 1 ? null : address(hash(own, at));
  }
  return platforms;
}

function address(seed: number): string {
  const parts = Array.from({ length: 5 }, (_, at) => hash(seed, at).toString(16).padStart(8, "0"));
  return `0x${parts.join("")}`;
}
