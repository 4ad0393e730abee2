import type { CsvMarket, Day } from "../csv_market";
import { caps } from "../market_days";
import { mean, quotient, sum } from "../numbers";
import type { Row } from "../row";

export function dominanceByWeekday({ days }: CsvMarket): Row[] {
  const names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  return names.flatMap((name, index) => {
    const own = days.filter(({ date }) => (new Date(date).getUTCDay() + 6) % 7 === index);
    const top10 = (day: Day) => 100 * quotient(sum(caps(day).slice(0, 10)), sum(caps(day)));
    if (own.length === 0) return [];
    return [{ day_of_week: name, days: own.length, top_10_dominance: mean(own.map(top10)) }];
  });
}
