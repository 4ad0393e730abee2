import type { ChartSpan, DaySpan } from "../coingecko/history_requests";
import { type PlanName, plans } from "../coingecko/plans";
import type { ApiSettings } from "../coingecko/settings";
import { countText } from "../core/text/count_text";
import { addDays, countDays, utcDay } from "../core/day";
import { mostDays, mostHistoryDays } from "../options/limits";
import type { RunOptions } from "../options/options";
import { UsageError } from "../options/usage_error";

/** The days of a history, and the spans in which they are fetched. Plain JSON: part of a Run. */
export interface History extends DaySpan {
  /** The first day that the plan allows; null: any. */
  readonly earliest: string | null;
  readonly spans: readonly ChartSpan[];
}

/** A chart of so many days has daily points on any plan, a shorter one without a paid plan hourly ones. */
const fewestChartDays = 92;

/** CoinGecko's oldest charts begin in that year. */
const firstDay = "2013-01-01";

/** As many days as one call answers, those of them that the plan allows. */
function defaultFirst(last: string, earliest: string | null): string {
  const first = addDays(last, 1 - mostHistoryDays);
  return earliest !== null && earliest <= last ? greater(first, earliest) : first;
}

/**
 * The history that is asked for: by default as many days up to yesterday as one call answers.
 * @param today the day of the market that is asked
 * @throws UsageError when it would have days that nobody can know
 */
export function planHistory(
  options: Pick<RunOptions, "startDate" | "endDate">,
  { plan }: Pick<ApiSettings, "plan">,
  today: string,
): History {
  const { historyDays } = plans[plan];
  // The first of them began more than so many days ago.
  const earliest = historyDays === null ? null : addDays(today, 1 - historyDays);
  const last = options.endDate ?? addDays(today, -1);
  const first = options.startDate ?? defaultFirst(last, earliest);
  if (last > today) {
    throw new UsageError(
      `--endDate=${last} is in the future: prices are known up to ${today}. Pass --endDate=${addDays(today, -1)} or an earlier day.`,
    );
  }
  if (first > last) {
    throw new UsageError(`--startDate=${first} is after --endDate=${last}: swap them.`);
  }
  if (first < firstDay) throw new UsageError(beforeHistory({ first, last }, firstDay, plan));
  if (countDays(first, last) > mostDays) {
    throw new UsageError(
      `--startDate=${first} to --endDate=${last} are ${countText(countDays(first, last))} days: at most ${countText(mostDays)} are made at once. Choose a shorter range.`,
    );
  }
  return { first, last, earliest, spans: chartSpans({ first, last }, earliest) };
}

/** Its days, ascending. */
export function daysOf({ first, last }: DaySpan): readonly [string, ...string[]] {
  const others = Array.from({ length: countDays(first, last) - 1 }, (_, n) =>
    addDays(first, n + 1),
  );
  return [first, ...others];
}

/** The history of a run that has one. */
export function historyOf({ history }: { readonly history: History | null }): History {
  if (!history) throw new Error("This pipeline has no history.");
  return history;
}

/** What is wrong with a history that begins before the source's, or before the plan allows. */
export function beforeHistory({ first, last }: DaySpan, earliest: string, plan: PlanName): string {
  const days = countText(countDays(first, last));
  const range = `The history from ${first} to ${last} (${days} ${days === "1" ? "day" : "days"})`;
  const { historyDays } = plans[plan];
  if (earliest === firstDay || historyDays === null) {
    return `${range} begins before CoinGecko's, in 2013: pass --startDate=${earliest} or a later day.`;
  }
  const instead =
    earliest > last
      ? `pass an --endDate from ${earliest} on`
      : `pass --startDate=${earliest} or a later day`;
  return `${range} is beyond what the plan ${plan} allows, the ${historyDays} days from ${earliest} on: ${instead}, or use a paid plan (--source=pro).`;
}

/** Divides the days of a history into spans that one call answers, counted from the last day back. */
function chartSpans({ first, last }: DaySpan, earliest: string | null): ChartSpan[] {
  const spans: ChartSpan[] = [];
  for (let end = last; end >= first; end = addDays(end, -mostHistoryDays)) {
    const start = greater(addDays(end, 1 - mostHistoryDays), first);
    const span = { first: start, last: end };
    spans.push({ ...span, asked: lengthened(span, earliest) });
  }
  return spans.reverse();
}

/** The same days and, of a short span, more of them: back in time, unless the plan forbids that. */
function lengthened({ first, last }: DaySpan, earliest: string | null): DaySpan {
  if (countDays(first, last) >= fewestChartDays) return { first, last };
  const asked = greater(addDays(last, 1 - fewestChartDays), earliest);
  // Beyond what the plan allows only the archive has it.
  if (asked > first) return { first, last };
  const end = addDays(asked, fewestChartDays - 1);
  return { first: asked, last: greater(last, end) };
}

function greater(day: string, other: string | null): string {
  return other !== null && other > day ? other : day;
}

/** The day of the market whose history is asked for: now, where the source knows only now. */
export function todayOf(
  { knowsOnlyNow }: Pick<ApiSettings, "knowsOnlyNow">,
  snapshotDate: string | undefined,
  startedAt: string,
): string {
  const now = utcDay(startedAt);
  return knowsOnlyNow ? now : (snapshotDate ?? now);
}
