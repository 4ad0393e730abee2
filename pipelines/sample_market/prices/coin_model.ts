import { ordinaryRanks } from "../coins/listing";
import type { MarketOddity } from "../coins/market_oddities";
import { isStablecoin } from "../coins/stablecoins";
import { hash, unit } from "../hash";
import { hoursPerDay } from "../time";
import { maxWalkDistance } from "./price_walk";

/** The hourly step of the move that all coins share, stablecoins excepted. */
export const marketStep = 0.002;
/** The coins of these base ranks move little: none of them enters or leaves the largest twenty. */
const calmRanks = 100;

/** What determines a coin's price, supply and volume at any time, in US dollars. */
export interface CoinModel {
  readonly seed: number;
  /** The geometric mean of the price's range. */
  readonly basePrice: number;
  /** The usual relative move in an hour; 0 for a price that never moves. */
  readonly step: number;
  /** Whether the price takes part in the move of the whole market. */
  readonly followsMarket: boolean;
  /** The supply that is circulating after a long time. */
  readonly finalSupply: number;
  /** The share of the final supply that was not circulating in 2009. */
  readonly emission: number;
  /** Without it, a coin has no market capitalisation and no rank. */
  readonly knownSupply: boolean;
  /** The usual share of the supply that is traded in a day. */
  readonly turnover: number;
  /** When it was listed, in hours since 1970; -Infinity for a coin that was always listed. */
  readonly listedAt: number;
}

export interface CoinTraits {
  /** Unique to the coin. */
  readonly seed: number;
  /** Null for a coin on no market page. */
  readonly baseRank: number | null;
  readonly pagedCoins: number;
  readonly oddity: MarketOddity | undefined;
  /** In days since 1970; null for a coin that was always listed. */
  readonly listedOn: number | null;
}

export function coinModel({ seed, baseRank, pagedCoins, oddity, listedOn }: CoinTraits): CoinModel {
  const rank = baseRank ?? pagedCoins;
  const stable = isStablecoin(baseRank);
  const flat = oddity === "flat sparkline";
  const cap = usualMarketCap(rank) * (listedOn === null ? 1 : Math.exp(-unit(seed, 10)));
  const basePrice = usualPrice(seed, rank, cap, stable, oddity);
  const volatility =
    rank < calmRanks ? 0.0015 + 0.002 * unit(seed, 3) : 0.002 + 0.012 * unit(seed, 3) ** 2;
  return {
    seed,
    basePrice,
    step: flat ? 0 : stable ? 2e-5 : volatility,
    followsMarket: !flat && !stable,
    finalSupply: cap / basePrice,
    emission: seed % 3 === 0 ? 0 : 0.1 * unit(seed, 11),
    // The smallest eighth has no known market capitalisation.
    knownSupply: rank < Math.ceil((pagedCoins * 7) / 8),
    turnover: (0.02 + 0.04 * unit(seed, 12)) * (stable ? 8 : 1),
    listedAt: listedOn === null ? -Infinity : listedOn * hoursPerDay,
  };
}

/** The greatest relative distance of a price from its base, as a logarithm. */
export function maxMove({ step, followsMarket }: CoinModel): number {
  return maxWalkDistance * (step + (followsMarket ? marketStep : 0));
}

/** The circulating supply of a day (since 1970), known or not: it grows ever more slowly. */
export function supplyOn(model: CoinModel, day: number): number {
  const years = Math.max(0, (day - 14_247) / 365.25);
  const supply = model.finalSupply * (1 - model.emission * 0.5 ** (years / 8));
  return Math.max(1, roundSupply(supply, model.seed));
}

/** The value of the coins traded in the 24 hours up to an hour. */
export function volumeAt(model: CoinModel, hour: number, price: number): number {
  const activity = 0.8 + 0.4 * unit(hash(model.seed, 31), Math.floor(hour));
  return price * supplyOn(model, Math.floor(hour / hoursPerDay)) * model.turnover * activity;
}

/** Every third supply has decimals. */
export function roundSupply(supply: number, seed: number): number {
  return seed % 3 === 0 && supply < 1e9 ? Math.round(supply * 1e4) / 1e4 : Math.round(supply);
}

/** 2 trillion dollars for the first rank, 30 billion for the 16th, 20 million for the 1,000th. */
function usualMarketCap(rank: number): number {
  const size = Math.log10(rank + 1);
  return 10 ** (12.3 - 1.3 * size - 0.12 * size ** 2);
}

function usualPrice(
  seed: number,
  rank: number,
  cap: number,
  stable: boolean,
  oddity: MarketOddity | undefined,
): number {
  if (oddity === "price below 1e-9") return 10 ** (-12 + 2 * unit(seed, 1));
  if (stable) return 1;
  if (rank === 0) return 95_000;
  if (rank === 1) return 3200;
  if (rank < ordinaryRanks) return 10 ** (-0.7 + 3 * unit(seed, 2));
  // A million to a trillion coins.
  return cap / 10 ** (6 + 6 * unit(seed, 2));
}
