import { hash } from "./hash";
import type { SampleMarket } from "./sample_market";

/** Coins per chunk of the streamed text: a balance of speed and memory. */
const coinsPerChunk = 500;

/** Indexes of the coins in /coins/list, in the order of ids. */
export function* listedIndexes(market: SampleMarket, status: "active" | "inactive") {
  const { listing } = market;
  if (status === "active") {
    for (let position = 0; position < market.coins; position++)
      yield listing.indexOfListPosition(position);
  } else if (market.coins > 0) {
    const end = listing.indexOfListPosition(market.coins - 1);
    for (let index = 0; index < end; index++) if (!listing.isActive(index)) yield index;
  }
}

/** The body of /coins/list, in chunks. */
export function* coinsListText(
  market: SampleMarket,
  status: "active" | "inactive",
  includePlatform: boolean,
): Generator<string> {
  let chunk = "[";
  let count = 0;
  for (const index of listedIndexes(market, status)) {
    const { id, symbol, name } = market.names.of(index);
    chunk += `${count > 0 ? "," : ""}{"id":${JSON.stringify(id)},`;
    chunk += `"symbol":${JSON.stringify(symbol)},"name":${JSON.stringify(name)}`;
    chunk += includePlatform ? `,"platforms":${JSON.stringify(platformsOf(market, index))}}` : "}";
    if (++count % coinsPerChunk === 0) {
      yield chunk;
      chunk = "";
    }
  }
  yield `${chunk}]`;
}

const platformIds = ["ethereum", "binance-smart-chain", "solana", "polygon-pos", "base"];

/** Contract addresses by platform: empty for a coin with its own blockchain; an address may be null. */
export function platformsOf(market: SampleMarket, index: number): Record<string, string | null> {
  const own = hash(market.seed ^ 0x9f, index);
  if (own % 4 === 0) return {};
  const platforms: Record<string, string | null> = {};
  for (let at = 0; at <= own % 3; at++) {
    const chain = platformIds[(own + at) % platformIds.length] ?? "";
    platforms[chain] = own % 50 === 1 ? null : address(hash(own, at));
  }
  return platforms;
}

function address(seed: number): string {
  const parts = Array.from({ length: 5 }, (_, at) => hash(seed, at).toString(16).padStart(8, "0"));
  return `0x${parts.join("")}`;
}
