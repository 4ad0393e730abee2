import { ordinaryRanks } from "../coins/listing";
import type { SampleCoin } from "../market/sample_market";
import { msPerDay } from "../time";

/** Every so many coins, behind the ordinary ones, have gaps in their daily charts. */
const coinPeriod = 9;
const firstCoin = 4;
/** Days from one gap to the next, and of a gap. */
const gapPeriod = 60;
const gapDays = 3;

/** What a daily chart lacks at a time: the whole point, or the market capitalisation; else null. */
export function chartGap({ baseRank }: SampleCoin, at: number): "point" | "market cap" | null {
  if (baseRank === null || baseRank < ordinaryRanks || baseRank % coinPeriod !== firstCoin)
    return null;
  const day = (Math.floor(at / msPerDay) + baseRank) % gapPeriod;
  if (day < gapDays) return "point";
  return day === gapDays ? "market cap" : null;
}
