import { type CoinHistory, encodeHistory } from "./history_codec";
import type { HistoryTier } from "./page_data";
import type { Market } from "./read_market";
import type { DayRange, TableReader } from "./table_reader";

/** The ranks that sql/dashboard/history.sql divides the coins at. */
const tierRanks = [500, 3_000, Infinity] as const;
/** So many days apart: the first that keeps the page below its size is taken. */
const steps = [1, 2, 3, 4, 7, 14, 28, 56, 112, 224] as const;
/**
 * So many points have room in a page of three megabytes. Where there are more, the largest coins keep
 * all of theirs, and the others have together as many as is said here.
 */
const mostPoints = { all: 300_000, middle: 80_000, tail: 110_000 } as const;

export interface History {
  readonly tiers: readonly HistoryTier[];
  readonly bytes: Uint8Array;
}

/** Prices, volumes and ranks over the days: of all coins, the fewer points the smaller a coin is. */
export async function readHistory(
  reader: TableReader,
  range: DayRange,
  { coins, days }: Market,
): Promise<History> {
  const counts = tierRanks.map(
    (most, tier) =>
      coins.rank.filter((rank) => {
        const place = rank ?? Infinity;
        return place <= most && place > (tierRanks[tier - 1] ?? 0);
      }).length,
  );
  const [, middle = 0, tail = 0] = counts;
  const held = days.day.length;
  const hasRoom = coins.id.length * held <= mostPoints.all;
  const step = hasRoom ? 1 : stepFor(middle, held, mostPoints.middle);
  const tailStep = hasRoom ? 1 : Math.max(step, stepFor(tail, held, mostPoints.tail));
  const tiers = [1, step, tailStep].map((every, tier) => ({
    coins: counts[tier] ?? 0,
    days: daysApart(days.day, every),
    priceDigits: tier === 0 ? 4 : 3,
    volumeDigits: 2,
  }));
  const points = await readPoints(reader, range, step, tailStep);
  return { tiers, bytes: encodeHistory(tiers, historyOf(points, tiers, coins.id, days.day)) };
}

function stepFor(coins: number, days: number, most: number): number {
  return steps.find((step) => (coins * days) / step <= most) ?? 448;
}

/** The days that lie a multiple of so many days before the last. */
function daysApart(days: readonly string[], step: number): number[] {
  const last = Date.parse(days.at(-1) ?? "");
  return days.flatMap((day, index) =>
    Math.round((last - Date.parse(day)) / 86_400_000) % step === 0 ? [index] : [],
  );
}

type Point = readonly [price: number | null, volume: number | null, rank: number | null];

async function readPoints(reader: TableReader, range: DayRange, step: number, tailStep: number) {
  const columns = await reader.read("history", {
    ...range,
    step: String(step),
    tail_step: String(tailStep),
  });
  const [id, day] = [columns.texts("asset_id"), columns.texts("snapshot_date")];
  const price = columns.numbers("current_price");
  const volume = columns.numbers("total_volume");
  const rank = columns.numbers("market_cap_rank");
  const points = new Map<string, Map<string, Point>>();
  id.forEach((asset, row) => {
    let ofAsset = points.get(asset);
    if (!ofAsset) points.set(asset, (ofAsset = new Map<string, Point>()));
    ofAsset.set(day[row] ?? "", [price[row] ?? null, volume[row] ?? null, rank[row] ?? null]);
  });
  return points;
}

function historyOf(
  points: ReadonlyMap<string, ReadonlyMap<string, Point>>,
  tiers: readonly HistoryTier[],
  ids: readonly string[],
  days: readonly string[],
): (coin: number) => CoinHistory {
  const tierOf = tiers.flatMap((tier) => Array.from({ length: tier.coins }, () => tier));
  return (coin) => {
    const ofCoin = points.get(ids[coin] ?? "");
    const values = (tierOf[coin]?.days ?? []).map((day) => ofCoin?.get(days[day] ?? ""));
    return {
      price: values.map((point) => point?.[0] ?? null),
      volume: values.map((point) => point?.[1] ?? null),
      rank: values.map((point) => point?.[2] ?? null),
    };
  };
}
