import type { CsvMarket } from "../csv_market";
import { monthAfter } from "../dates";
import { caps } from "../market_days";
import { sum } from "../numbers";
import type { Row } from "../row";

export function monthEnds({ days }: CsvMarket): Row[] {
  const [first, last] = [days[0]?.date ?? "", days.at(-1)?.date ?? ""];
  const rows: Row[] = [];
  let before: number | null = null;
  for (let month = first.slice(0, 7); month <= last.slice(0, 7); month = monthAfter(month)) {
    const close = days.filter(({ date }) => date.startsWith(month)).at(-1);
    const cap = close ? sum(caps(close)) : null;
    rows.push({
      year: Number(month.slice(0, 4)),
      month: Number(month.slice(5)),
      closing_date: close?.date ?? null,
      coins: close?.coins.length ?? null,
      market_cap: cap,
      market_cap_change_percentage: cap && before ? 100 * (cap / before - 1) : null,
    });
    before = cap;
  }
  return rows;
}
