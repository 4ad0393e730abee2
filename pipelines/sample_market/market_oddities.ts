/** From this standing on, oddities of the market values come round after as many coins. */
const FIRST_STANDING = 40;
const PERIOD = 64;

/** Everything strange that real market pages hold. All of it is valid, if surprising. */
export const MARKET_ODDITIES = [
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

export type MarketOddity = (typeof MARKET_ODDITIES)[number];

/** The oddity of a coin by its standing, if it has one: nearly every second coin does. */
export function marketOddityOf(standing: number): MarketOddity | undefined {
  return standing < FIRST_STANDING
    ? undefined
    : MARKET_ODDITIES[(standing - FIRST_STANDING) % PERIOD];
}
