import { ordinaryRanks } from "./listing";

/** Oddities of the market values repeat every so many base ranks, after the ordinary coins. */
const period = 64;

/** Unusual but valid values, as seen on real market pages. */
export const marketOddities = [
  "null rank",
  "no values at all",
  "null price",
  "null 24 h values",
  "absent fields",
  "price below 1e-9",
  "max supply above 2^53",
  "max supply with an exponent",
  "zero all-time low",
  "zero total supply",
  "circulating above total supply",
  "price outside its 24 h range",
  "market cap off price times supply",
  "stale for two weeks",
  "sparkline of 167 points",
  "sparkline of 169 points",
  "empty sparkline",
  "absent sparkline",
  "null sparkline",
  "null within the sparkline",
  "flat sparkline",
  "null image",
  "null all-time values",
  "zero market cap",
  "null last_updated",
  "absent last_updated",
  "whole numbers only",
  "exponents everywhere",
  "dates with an offset",
  "rank of another coin",
] as const;

export type MarketOddity = (typeof marketOddities)[number];

/** The oddity of the coin with a base rank: nearly every second coin has one. */
export function marketOddityOf(baseRank: number): MarketOddity | undefined {
  return baseRank < ordinaryRanks ? undefined : marketOddities[(baseRank - ordinaryRanks) % period];
}
