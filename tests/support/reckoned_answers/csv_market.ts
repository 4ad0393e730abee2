import { join } from "node:path";
import { csvRecords, filesBelow } from "../output_files";

type CsvRecord = Readonly<Record<string, string>>;

export interface Coin {
  readonly id: string;
  readonly name: string;
  readonly symbol: string;
  readonly currency: string;
  readonly price: number | null;
  readonly cap: number | null;
  readonly volume: number | null;
  readonly rank: number | null;
  readonly volatility: number | null;
  readonly change: number | null;
  readonly updated: number | null;
}

export interface Day {
  readonly date: string;
  readonly coins: readonly Coin[];
  readonly byId: ReadonlyMap<string, Coin>;
  /** Units of a currency that one bitcoin costs. */
  readonly rates: ReadonlyMap<string, number>;
}

/** What an output's CSV files hold, the oldest day first. */
export interface CsvMarket {
  readonly days: readonly Day[];
  readonly assets: readonly CsvRecord[];
  readonly contracts: readonly CsvRecord[];
  readonly platforms: readonly CsvRecord[];
}

export function csvMarket(output: string): CsvMarket {
  const dates = filesBelow(join(output, "daily_snapshots")).flatMap(
    (path) => /^crypto_(.*)\.csv$/.exec(path)?.[1] ?? [],
  );
  const table = (path: string) => csvRecords(output, path);
  return {
    days: dates.map((date) => {
      const coins = table(`daily_snapshots/crypto_${date}.csv`).map(coinOf);
      const rates = table(`daily_snapshots/rates_${date}.csv`);
      return {
        date,
        coins,
        byId: new Map(coins.map((coin) => [coin.id, coin])),
        rates: new Map(rates.map((rate) => [rate.currency ?? "", Number(rate.rate_to_btc)])),
      };
    }),
    assets: table("dimensions/asset_dim.csv"),
    contracts: table("dimensions/asset_contract.csv"),
    platforms: table("dimensions/asset_platform_dim.csv"),
  };
}

function coinOf(record: CsvRecord): Coin {
  const number = (name: string) => (record[name] ? Number(record[name]) : null);
  return {
    id: record.asset_id ?? "",
    name: record.name ?? "",
    symbol: record.symbol ?? "",
    currency: record.vs_currency ?? "",
    price: number("current_price"),
    cap: number("market_cap"),
    volume: number("total_volume"),
    rank: number("market_cap_rank"),
    volatility: number("volatility"),
    change: number("price_change_percentage_24h"),
    updated: record.last_updated ? Date.parse(record.last_updated) : null,
  };
}
