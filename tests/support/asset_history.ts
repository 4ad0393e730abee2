/** A coin in a snapshot. */
export interface SeenCoin {
  readonly id: string;
  readonly name: string | null;
  readonly symbol: string | null;
}

/** The snapshots of some days, in any order. */
export type Snapshots = readonly { readonly date: string; readonly coins: readonly SeenCoin[] }[];

/** A row of crypto_asset_history. */
export interface Version {
  readonly asset_id: string;
  readonly name: string | null;
  readonly symbol: string | null;
  readonly valid_from: string;
  valid_to: string | null;
  days_seen: number;
}

/**
 * crypto_asset_history reckoned day by day, as a person would with the pages in hand: each day opens,
 * continues or closes the version of each coin. Independent of the SQL.
 */
export function reckonedHistory(snapshots: Snapshots): Version[] {
  const versions: Version[] = [];
  const open = new Map<string, Version>();
  for (const { date, coins } of byDate(snapshots)) {
    const present = new Map(coins.map((coin) => [coin.id, coin]));
    for (const [id, version] of open) {
      const coin = present.get(id);
      if (coin?.name === version.name && coin.symbol === version.symbol) continue;
      version.valid_to = date;
      open.delete(id);
    }
    for (const { id, name, symbol } of present.values()) {
      const version = open.get(id);
      if (version) {
        version.days_seen++;
        continue;
      }
      const begun = { asset_id: id, name, symbol, valid_from: date, valid_to: null, days_seen: 1 };
      versions.push(begun);
      open.set(id, begun);
    }
  }
  return versions;
}

/** crypto_universe: of each coin and snapshot whether it is a newcomer and a leaver. */
export function reckonedUniverse(snapshots: Snapshots) {
  const days = byDate(snapshots);
  const holds = (index: number, id: string) =>
    days[index]?.coins.some((coin) => coin.id === id) ?? null;
  return days.flatMap(({ date, coins }, index) =>
    coins.map(({ id }) => ({
      snapshot_date: date,
      asset_id: id,
      is_newcomer: not(holds(index - 1, id)),
      is_leaver: not(holds(index + 1, id)),
    })),
  );
}

function not(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

function byDate(snapshots: Snapshots): Snapshots {
  return snapshots.toSorted((a, b) => (a.date < b.date ? -1 : 1));
}
