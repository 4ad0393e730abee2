import { ActionableError } from "../core/actionable_error";
import { utcDay } from "../core/day";

const hourMs = 3_600_000;
/** Airflow runs a day after its end; later than this, the market is that of another day. */
const graceHours = 12;

/** Whether the market of now may stand for that UTC day. */
export function isWithinDay(date: string, now: number): boolean {
  const start = Date.parse(`${date}T00:00:00Z`);
  return now >= start && now < start + (24 + graceHours) * hourMs;
}

/** CoinGecko's market pages know only now: any other date is served from its archive alone. */
export function dateNotServed(date: string, now: number): ActionableError {
  const today = utcDay(now);
  const when = date > today ? "has not begun" : "is over";
  return new ActionableError(
    `${date} can't be fetched: that day ${when}, its archive does not hold the answer, and CoinGecko's market pages know only now.`,
    `Use --snapshotDate=${today}, or --source=sample, which makes any date, or an --output whose archive holds ${date}.`,
  );
}
