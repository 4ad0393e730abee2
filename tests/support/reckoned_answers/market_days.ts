import type { Coin, CsvMarket, Day } from "./csv_market";
import { dayBefore } from "./dates";

export function newest({ days }: CsvMarket): Day {
  const last = days.at(-1);
  if (!last) throw new Error("There is no day.");
  return last;
}

/** The newest day that is some days older than the newest, else the first. */
export function comparedWith(market: CsvMarket, daysOlder: number): Day {
  const limit = dayBefore(newest(market).date, daysOlder);
  return market.days.filter(({ date }) => date <= limit).at(-1) ?? market.days[0] ?? newest(market);
}

/** The sample market has no coin of the id bitcoin. */
export function largestId(market: CsvMarket): string {
  return newest(market).coins.find(({ rank }) => rank === 1)?.id ?? "";
}

/** Market capitalisations above 0, the largest first. */
export function caps({ coins }: Day): number[] {
  return coins
    .map(capOf)
    .filter((cap) => cap > 0)
    .sort((a, b) => b - a);
}

export function capOf({ cap }: Coin): number {
  return cap ?? 0;
}
