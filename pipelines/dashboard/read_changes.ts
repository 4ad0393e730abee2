import type { ContractColumns, MemberColumns, NameColumns } from "./page_data";
import { rounded } from "./significant";
import type { DayRange, TableReader } from "./table_reader";

export interface Changes {
  readonly members: MemberColumns;
  readonly names: NameColumns;
  readonly contracts: ContractColumns | null;
}

/** So many of the newest newcomers and leavers are kept. */
const mostMembers = 1_000;

/** Which coins came and went, what they were called, and where their contracts are. */
export async function readChanges(reader: TableReader, range: DayRange): Promise<Changes> {
  const names = await reader.read("names", range);
  return {
    members: await readMembers(reader, range),
    names: {
      id: names.texts("asset_id"),
      name: names.texts("name"),
      symbol: names.texts("symbol"),
      firstDay: names.texts("first_day"),
      lastDay: names.texts("last_day"),
    },
    contracts: await readContracts(reader, range),
  };
}

async function readMembers(reader: TableReader, range: DayRange): Promise<MemberColumns> {
  const columns = await reader.read("members", range);
  const [first, last] = [columns.texts("first_day"), columns.texts("last_day")];
  const id = columns.texts("asset_id");
  /** The day on which a coin came or went. */
  const changed = (row: number) =>
    (last[row] ?? "") < range.to ? (last[row] ?? "") : (first[row] ?? "");
  const newest = id
    .map((_, row) => row)
    .sort((a, b) => compare(changed(b), changed(a)) || compare(id[a] ?? "", id[b] ?? ""))
    .slice(0, mostMembers);
  const pick = <T>(values: readonly T[]) => newest.map((row) => values[row] as T);
  return {
    id: pick(id),
    name: pick(columns.texts("name")),
    symbol: pick(columns.texts("symbol")),
    rank: pick(columns.numbers("market_cap_rank")),
    price: pick(columns.numbers("current_price").map((value) => rounded(value, 5))),
    firstDay: pick(first),
    lastDay: pick(last),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function readContracts(
  reader: TableReader,
  range: DayRange,
): Promise<ContractColumns | null> {
  if (!reader.has("crypto_asset_contract")) return null;
  const columns = await reader.read("contracts", range);
  return {
    id: columns.texts("asset_id"),
    platform: columns.texts("platform_id"),
    address: columns.texts("contract_address"),
  };
}
