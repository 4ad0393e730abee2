import type { CoinNames } from "../coins/coin_names";
import type { SampleMarket } from "../market/sample_market";
import { platformsOf } from "./contracts";

/** Coins per chunk of the streamed text: a balance of speed and memory. */
const coinsPerChunk = 500;
/** For how many days a coin that left is on the list of inactive coins. */
const inactiveDays = 365;

/** Indexes of the coins in /coins/list, in the order of ids. */
export function* listedIndexes(market: SampleMarket, status: "active" | "inactive") {
  for (let index = 0; index < market.coins; index++) {
    if (status === "active" || predecessor(market, index) !== null) yield index;
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
  for (let index = 0; index < market.coins; index++) {
    const names = status === "active" ? market.names.of(index) : predecessor(market, index);
    if (names === null) continue;
    const { id, symbol, name } = names;
    chunk += `${count > 0 ? "," : ""}{"id":${JSON.stringify(id)},`;
    chunk += `"symbol":${JSON.stringify(symbol)},"name":${JSON.stringify(name)}`;
    const platforms = status === "active" ? platformsOf(market, index) : {};
    chunk += includePlatform ? `,"platforms":${JSON.stringify(platforms)}}` : "}";
    if (++count % coinsPerChunk === 0) {
      yield chunk;
      chunk = "";
    }
  }
  yield `${chunk}]`;
}

/** The coin that had an index before, if it left within the last year. */
function predecessor(market: SampleMarket, index: number): CoinNames | null {
  const { generation, listedOn } = market.listing.lifetimeOf(index);
  if (listedOn === null || listedOn <= market.listing.day - inactiveDays) return null;
  return market.names.of(index, generation - 1);
}
