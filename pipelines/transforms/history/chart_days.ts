import type { MarketHistoryRow } from "../../../schemas/crypto_market_history_fact";
import { jsonParts } from "../../core/text/json_parts";
import { msPerDay, utcDay } from "../../core/day";
import { FieldError, Fields } from "../parse/fields";

/** The lists of a chart, and the columns that they fill. */
const lists = {
  prices: "price",
  market_caps: "market_cap",
  total_volumes: "total_volume",
} as const;
type ListName = keyof typeof lists;
const listNames = Object.keys(lists) as ListName[];

/** What a chart's answer is about. */
export interface ChartOf {
  readonly assetId: string;
  readonly vsCurrency: string;
  readonly first: string;
  readonly last: string;
  readonly fetchedAt: string;
}

/** A point that can't be part of a row, or a whole answer. */
export interface RejectedPoint {
  /** The day that it would be of; null where it names none. */
  readonly day: string | null;
  readonly field: string | null;
  readonly reason: string;
  readonly raw: string;
}

/** A row, and how many points it was repeated by; or what is none. */
export type ChartDay =
  | { readonly row: MarketHistoryRow; readonly repeated: number }
  | { readonly rejected: RejectedPoint };

interface Point {
  readonly list: ListName;
  readonly index: number;
  readonly value: unknown;
}

/** The points of one day: those of its start, by list, and the first of any other instant. */
interface PointsOfDay {
  readonly atStart: Partial<Record<ListName, Point>>;
  /** How many points of each list repeat the day's start. */
  readonly repeats: Partial<Record<ListName, number>>;
  later?: Point & { readonly instant: number };
}

/**
 * The days of a chart, each a row, or what keeps it from being one. The three lists are matched by
 * their instants, so that a list may be shorter than the others. A day's values are those of its start:
 * the last point of a list may be that of now, which is no day.
 *
 * @param text the answer as it came; rejects are quoted from it
 */
export function* chartDays(body: unknown, text: string, of: ChartOf): Generator<ChartDay> {
  const days = new Map<string, PointsOfDay>();
  for (const list of listNames) {
    let points: readonly unknown[];
    try {
      points = listOf(body, list);
    } catch (error) {
      yield { rejected: rejectedPoint(error, null, text.trim()) };
      return;
    }
    for (const [index, point] of points.entries()) {
      const pair = pairOf(point);
      if (pair === null) {
        const reason = `${list}[${index}]: expected a time in milliseconds and a number`;
        const error = new FieldError(`${list}[${index}]`, reason);
        yield { rejected: rejectedPoint(error, null, rawPoint(text, list, index)) };
        continue;
      }
      const [instant, value] = pair;
      const day = utcDay(instant);
      if (day < of.first || day > of.last) continue;
      const isNow = index === points.length - 1;
      add(days, day, instant, { list, index, value }, isNow);
    }
  }
  for (const [day, points] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    yield* chartDay(day, points, text, of);
  }
}

function* chartDay(
  day: string,
  { atStart, repeats, later }: PointsOfDay,
  text: string,
  of: ChartOf,
): Generator<ChartDay> {
  if (Object.keys(atStart).length === 0) {
    if (later) yield { rejected: noStart(day, later, text) };
    return;
  }
  let point: Point | undefined;
  const amount = (list: ListName): number | null => {
    point = atStart[list];
    if (!point) return null;
    const field = `${list}[${point.index}]`;
    return new Fields({ [field]: point.value }).amount(field);
  };
  try {
    const row: MarketHistoryRow = {
      snapshot_date: day,
      asset_id: of.assetId,
      vs_currency: of.vsCurrency,
      price: amount("prices"),
      market_cap: amount("market_caps"),
      total_volume: amount("total_volumes"),
      priced_at: `${day}T00:00:00.000Z`,
      ingested_at: of.fetchedAt,
    };
    yield { row, repeated: Math.max(0, ...Object.values(repeats)) };
  } catch (error) {
    const raw = point ? rawPoint(text, point.list, point.index) : text;
    yield { rejected: rejectedPoint(error, day, raw) };
  }
}

function add(
  days: Map<string, PointsOfDay>,
  day: string,
  instant: number,
  point: Point,
  isNow: boolean,
): void {
  let points = days.get(day);
  if (!points) days.set(day, (points = { atStart: {}, repeats: {} }));
  if (instant % msPerDay !== 0) {
    if (!isNow) points.later ??= { ...point, instant };
    return;
  }
  const { list } = point;
  if (points.atStart[list]) points.repeats[list] = (points.repeats[list] ?? 0) + 1;
  points.atStart[list] = point;
}

/** @throws FieldError when the answer is no chart */
function listOf(body: unknown, list: ListName): readonly unknown[] {
  const value = new Fields(body).items(list);
  if (value === null && list === "prices") throw new FieldError(list, `no ${list}`);
  return value ?? [];
}

/** An instant that a date can hold, and its value. */
function pairOf(point: unknown): readonly [instant: number, value: unknown] | null {
  if (!Array.isArray(point) || point.length !== 2) return null;
  const [instant, value] = point as unknown[];
  const isInstant = typeof instant === "number" && instant >= 0 && instant <= latestInstant;
  return isInstant && Number.isInteger(instant) ? [instant, value] : null;
}

/** The last millisecond of the year 9999. */
const latestInstant = Date.UTC(10_000, 0) - 1;

function noStart(
  day: string,
  { list, index, instant }: Point & { readonly instant: number },
  text: string,
): RejectedPoint {
  const time = new Date(instant).toISOString();
  const reason = `${list}[${index}]: its day has no value at 00:00 UTC, the first is of ${time}`;
  const error = new FieldError(`${list}[${index}]`, reason);
  return rejectedPoint(error, day, rawPoint(text, list, index));
}

function rejectedPoint(error: unknown, day: string | null, raw: string): RejectedPoint {
  if (!(error instanceof FieldError)) throw error;
  return { day, field: error.field, reason: error.reason, raw };
}

/** A point as it stood in the answer. */
function rawPoint(text: string, list: ListName, index: number): string {
  const member = jsonParts(text).find((part) => part.startsWith(`"${list}"`)) ?? "";
  return jsonParts(member.replace(/^"\w+"\s*:\s*/, ""))[index] ?? "";
}
