import type { MarketSnapshotRow } from "../../schemas/crypto_market_snapshot_fact";

/** Coins of a greater rank number are left out: the prices of small coins jump without meaning. */
const greatestRank = 250;
const moversShown = 3;

/** A coin whose price has changed in 24 hours, by how many percent. */
export interface Mover {
  readonly asset_id: string;
  readonly name: string | null;
  readonly price_change_percentage_24h: number;
}

/** A mover as one page has it; a coin can be on two pages. Without names of fields: each day has hundreds. */
export type SeenMover = readonly [
  asset_id: string,
  name: string | null,
  price_change_percentage_24h: number,
  last_updated: string,
];

/** The greatest changes of a day, the greatest first. */
export interface TopMovers {
  readonly up: readonly Mover[];
  readonly down: readonly Mover[];
}

/** A row as a mover; null for a small coin, and where the change is null. */
export function moverOf(row: MarketSnapshotRow): SeenMover | null {
  const { asset_id, name, market_cap_rank, price_change_percentage_24h, last_updated } = row;
  if (market_cap_rank === null || market_cap_rank > greatestRank) return null;
  if (price_change_percentage_24h === null) return null;
  return [asset_id, name, price_change_percentage_24h, last_updated ?? ""];
}

/** Independent of the order of the pages; of a coin on two pages the later update counts. */
export function topMovers(seen: readonly SeenMover[]): TopMovers {
  const latest = new Map<string, Mover>();
  for (const [asset_id, name, price_change_percentage_24h] of [...seen].sort(byUpdate)) {
    latest.set(asset_id, { asset_id, name, price_change_percentage_24h });
  }
  const movers = [...latest.values()].sort(
    (a, b) => change(b) - change(a) || (a.asset_id < b.asset_id ? -1 : 1),
  );
  return {
    up: movers.filter((mover) => change(mover) > 0).slice(0, moversShown),
    down: movers
      .filter((mover) => change(mover) < 0)
      .reverse()
      .slice(0, moversShown),
  };
}

function change(mover: Mover): number {
  return mover.price_change_percentage_24h;
}

function byUpdate([, , changeA, updatedA]: SeenMover, [, , changeB, updatedB]: SeenMover): number {
  if (updatedA === updatedB) return changeA - changeB;
  return updatedA < updatedB ? -1 : 1;
}
