import { join } from "node:path";
import { csvRecords, filesBelow } from "./output_files";

type Value = string | number | boolean | null;
type Row = Readonly<Record<string, Value>>;
type CsvRecord = Readonly<Record<string, string>>;

interface Coin {
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

interface Day {
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

/**
 * The answers of sql/queries reckoned from the CSV files, without SQL: some columns of each row, in the
 * order of the rows.
 */
export const reckonedAnswers: Readonly<Record<string, (market: CsvMarket) => Row[]>> = {
  largest_coins: (market) =>
    newest(market)
      .coins.map(({ id, rank, cap }) => ({ asset_id: id, market_cap_rank: rank, market_cap: cap }))
      .sort(byRank)
      .slice(0, 20),

  most_volatile: (market) =>
    newest(market)
      .coins.flatMap(({ id, rank, price, volatility }) =>
        rank !== null && rank <= 250 && price && volatility !== null
          ? [{ asset_id: id, relative_volatility: volatility / price }]
          : [],
      )
      .sort((a, b) => b.relative_volatility - a.relative_volatility || byText(a, b))
      .slice(0, 20),

  top_movers: (market) =>
    newest(market)
      .coins.flatMap(({ id, rank, change }) =>
        rank !== null && rank <= 250 && change !== null
          ? [{ asset_id: id, price_change_percentage_24h: change }]
          : [],
      )
      .sort(
        (a, b) =>
          Math.abs(b.price_change_percentage_24h) - Math.abs(a.price_change_percentage_24h) ||
          byText(a, b),
      )
      .slice(0, 20),

  dominance_by_weekday: ({ days }) => {
    const names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    return names.flatMap((name, index) => {
      const own = days.filter(({ date }) => (new Date(date).getUTCDay() + 6) % 7 === index);
      const top10 = (day: Day) => 100 * quotient(sum(caps(day).slice(0, 10)), sum(caps(day)));
      if (own.length === 0) return [];
      return [{ day_of_week: name, days: own.length, top_10_dominance: mean(own.map(top10)) }];
    });
  },

  month_ends: ({ days }) => {
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
  },

  correlation_with_bitcoin: (market) => {
    const benchmark = largestId(market);
    const from = dayBefore(newest(market).date, 90);
    const returns = (id: string) =>
      new Map(
        market.days.flatMap(({ date, byId }) => {
          const before = market.days.find((day) => day.date === dayBefore(date, 1));
          const [price, earlier] = [byId.get(id)?.price, before?.byId.get(id)?.price];
          return date > from && price != null && earlier ? [[date, price / earlier - 1]] : [];
        }),
      );
    const benchmarkReturns = returns(benchmark);
    const rows = newest(market).coins.flatMap(({ id, rank }) => {
      if (rank === null || rank > 100 || id === benchmark) return [];
      const pairs = [...returns(id)].flatMap(([date, own]) => {
        const other = benchmarkReturns.get(date);
        return other === undefined ? [] : [[own, other] as const];
      });
      if (pairs.length < 10) return [];
      const [x, y] = [pairs.map(([own]) => own), pairs.map(([, other]) => other)];
      const spread = Math.sqrt(covariance(x, x) * covariance(y, y));
      const correlation = spread > 0 ? covariance(x, y) / spread : null;
      const beta = covariance(x, y) / covariance(y, y);
      return [{ asset_id: id, days: pairs.length, correlation, beta }];
    });
    return rows.sort((a, b) => (b.correlation ?? -2) - (a.correlation ?? -2));
  },

  drawdowns: (market) =>
    newest(market)
      .coins.filter(({ rank, price }) => rank !== null && rank <= 100 && price !== null)
      .map(({ id, price }) => {
        let [high, highDate, deepest] = [0, "", 1];
        for (const { date, byId } of market.days) {
          const now = byId.get(id)?.price;
          if (now == null) continue;
          if (now > high) [high, highDate] = [now, date];
          deepest = Math.min(deepest, now / high);
        }
        return {
          asset_id: id,
          highest_price: high,
          highest_date: highDate,
          drawdown_percentage: 100 * (quotient(price ?? 0, high) - 1),
          deepest_drawdown_percentage: 100 * (deepest - 1),
        };
      })
      .sort((a, b) => a.drawdown_percentage - b.drawdown_percentage || byText(a, b)),

  rank_climbers: (market) => {
    const then = comparedWith(market, 30);
    return newest(market)
      .coins.flatMap(({ id, rank }) => {
        const before = then.byId.get(id)?.rank ?? null;
        if (rank === null || rank > 1000 || before === null || before <= rank) return [];
        const climbed = before - rank;
        return [{ asset_id: id, compared_with: then.date, rank, ranks_climbed: climbed }];
      })
      .sort((a, b) => b.ranks_climbed - a.ranks_climbed || a.rank - b.rank || byText(a, b))
      .slice(0, 20)
      .map(({ rank, ...row }) => ({ ...row, market_cap_rank: rank }));
  },

  market_concentration: ({ days }) =>
    days.toReversed().map((day) => {
      const shares = caps(day).map((cap) => (100 * cap) / sum(caps(day)));
      const index = sum(shares.map((share) => share ** 2));
      return { snapshot_date: day.date, coins: shares.length, herfindahl_index: index };
    }),

  category_rotation: (market) => {
    const categories = new Map(market.assets.map((one) => [one.asset_id, one.category ?? ""]));
    const categoryOf = ({ id }: Coin) => categories.get(id) ?? "";
    const then = comparedWith(market, 7);
    const shareIn = (day: Day, category: string) =>
      (100 * sum(day.coins.filter((coin) => categoryOf(coin) === category).map(capOf))) /
      sum(caps(day));
    return [...new Set(market.days.flatMap(({ coins }) => coins.map(categoryOf)))]
      .filter((category) =>
        [then, newest(market)].some(({ coins }) =>
          coins.some((coin) => categoryOf(coin) === category),
        ),
      )
      .map((category) => ({
        category: category || null,
        compared_with: then.date,
        coins: newest(market).coins.filter((coin) => categoryOf(coin) === category).length,
        share_change: shareIn(newest(market), category) - shareIn(then, category),
      }))
      .sort((a, b) => Math.abs(b.share_change) - Math.abs(a.share_change))
      .slice(0, 20);
  },

  survivorship: (market) =>
    market.days
      .slice(0, -1)
      .toReversed()
      .map((day) => {
        const survivors = day.coins.filter(({ id }) => newest(market).byId.has(id));
        return {
          snapshot_date: day.date,
          days_ago: (Date.parse(newest(market).date) - Date.parse(day.date)) / 86_400_000,
          coins: day.coins.length,
          survivors: survivors.length,
          surviving_market_cap_percentage: (100 * sum(survivors.map(capOf))) / sum(caps(day)),
        };
      }),

  renames: (market) => {
    const last = new Map<string, Coin>();
    const rows: { renamed_on: string; coin: Coin; before: Coin }[] = [];
    for (const { date, coins } of market.days) {
      for (const coin of coins) {
        const before = last.get(coin.id);
        if (before && (before.name !== coin.name || before.symbol !== coin.symbol)) {
          rows.push({ renamed_on: date, coin, before });
        }
        last.set(coin.id, coin);
      }
    }
    return rows
      .map(({ renamed_on, coin, before }) => ({
        renamed_on,
        asset_id: coin.id,
        name_before: before.name,
        name: coin.name,
        market_cap_rank: newest(market).byId.get(coin.id)?.rank ?? null,
      }))
      .sort((a, b) => -compare(a.renamed_on, b.renamed_on) || byRank(a, b));
  },

  coins_on_several_chains: ({ assets, contracts, platforms }) => {
    const names = new Map(platforms.map((one) => [one.platform_id, one.name]));
    return assets
      .map(({ asset_id = "", market_cap_rank }) => {
        const own = contracts.filter(
          (one) => one.asset_id === asset_id && one.is_active === "true",
        );
        const ids = [...new Set(own.map(({ platform_id = "" }) => platform_id))];
        return {
          asset_id,
          market_cap_rank: market_cap_rank ? Number(market_cap_rank) : null,
          chains: ids.length,
          contracts: own.length,
          chain_names: ids
            .map((id) => names.get(id) ?? id)
            .sort(compare)
            .join(", "),
        };
      })
      .filter(({ chains }) => chains > 1)
      .sort((a, b) => b.chains - a.chains || byRank(a, b))
      .slice(0, 50);
  },

  turnover_outliers: (market) => {
    const traded = newest(market).coins.flatMap(({ id, cap, volume }) =>
      cap && volume ? [{ asset_id: id, turnover: volume / cap }] : [],
    );
    const logs = traded.map(({ turnover }) => Math.log(turnover));
    const deviation = Math.sqrt(covariance(logs, logs));
    return traded
      .map((row) => ({ ...row, deviations: (Math.log(row.turnover) - mean(logs)) / deviation }))
      .sort((a, b) => Math.abs(b.deviations) - Math.abs(a.deviations))
      .slice(0, 20);
  },

  volatility_by_size: (market) => {
    const coins = newest(market)
      .coins.flatMap(({ id, cap, price, volatility }) =>
        cap && price && volatility !== null
          ? [{ asset_id: id, cap, risk: volatility / price }]
          : [],
      )
      .sort((a, b) => b.cap - a.cap || byText(a, b));
    const [least, larger] = [Math.floor(coins.length / 10), coins.length % 10];
    return Array.from({ length: 10 }, (_, tenth) => {
      const from = tenth * least + Math.min(tenth, larger);
      const own = coins.slice(from, from + least + (tenth < larger ? 1 : 0));
      const risks = own.map(({ risk }) => risk).sort((a, b) => a - b);
      const middle = [Math.floor((own.length - 1) / 2), Math.ceil((own.length - 1) / 2)];
      return {
        size_decile: tenth + 1,
        coins: own.length,
        smallest_market_cap: own.at(-1)?.cap ?? null,
        median_volatility: mean(middle.map((at) => risks[at] ?? 0)),
        mean_volatility: mean(risks),
      };
    });
  },

  prices_in_euro: (market) => {
    const before = market.days.at(-2);
    const inEuro = (day: Day, coin: Coin) =>
      (coin.price ?? 0) * quotient(day.rates.get("eur") ?? 0, day.rates.get(coin.currency) ?? 0);
    return newest(market)
      .coins.flatMap((coin) => {
        const earlier = before?.byId.get(coin.id);
        if (coin.rank === null || !earlier || !before) return [];
        const price = inEuro(newest(market), coin);
        const change = 100 * (quotient(price, inEuro(before, earlier)) - 1);
        return [
          { market_cap_rank: coin.rank, price_in_euro: price, change_in_euro_percentage: change },
        ];
      })
      .sort((a, b) => a.market_cap_rank - b.market_cap_rank)
      .slice(0, 20);
  },

  stale_share: ({ days }) =>
    days.toReversed().map((day) => {
      const newestUpdate = Math.max(...day.coins.map(({ updated }) => updated ?? 0));
      const stale = day.coins.filter(
        ({ updated }) => updated === null || newestUpdate - updated > 24 * 3_600_000,
      );
      return {
        snapshot_date: day.date,
        stale_coins: stale.length,
        stale_percentage: (100 * stale.length) / day.coins.length,
        stale_market_cap_percentage: (100 * sum(stale.map(capOf))) / sum(caps(day)),
      };
    }),

  newcomer_performance: (market) => {
    const benchmark = largestId(market);
    const known = new Set(market.days[0]?.byId.keys());
    return market.days
      .flatMap((day) => day.coins.map((coin) => ({ day, coin })))
      .filter(({ coin }) => !known.has(coin.id) && known.add(coin.id))
      .map(({ day, coin }) => {
        const now = newest(market).byId.get(coin.id);
        const change = (id: string) =>
          percentage(day.byId.get(id)?.price, newest(market).byId.get(id)?.price);
        return {
          asset_id: coin.id,
          first_seen_date: day.date,
          price_change_percentage: change(coin.id),
          benchmark_change_percentage: change(benchmark),
          market_cap_rank: now?.rank ?? null,
        };
      })
      .sort((a, b) => -compare(a.first_seen_date, b.first_seen_date) || byRank(a, b))
      .slice(0, 50);
  },
};

function newest({ days }: CsvMarket): Day {
  const last = days.at(-1);
  if (!last) throw new Error("There is no day.");
  return last;
}

/** The newest day that is some days older than the newest, else the first. */
function comparedWith(market: CsvMarket, daysOlder: number): Day {
  const limit = dayBefore(newest(market).date, daysOlder);
  return market.days.filter(({ date }) => date <= limit).at(-1) ?? market.days[0] ?? newest(market);
}

/** The sample market has no coin of the id bitcoin. */
function largestId(market: CsvMarket): string {
  return newest(market).coins.find(({ rank }) => rank === 1)?.id ?? "";
}

/** Market capitalisations above 0, the largest first. */
function caps({ coins }: Day): number[] {
  return coins
    .map(capOf)
    .filter((cap) => cap > 0)
    .sort((a, b) => b - a);
}

function capOf({ cap }: Coin): number {
  return cap ?? 0;
}

function percentage(from: number | null | undefined, to: number | null | undefined): number | null {
  return from && to != null ? 100 * (to / from - 1) : null;
}

function quotient(dividend: number, divisor: number): number {
  return dividend / divisor;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

function covariance(x: readonly number[], y: readonly number[]): number {
  return mean(x.map((value, at) => (value - mean(x)) * ((y[at] ?? 0) - mean(y))));
}

function dayBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10);
}

function monthAfter(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5))))
    .toISOString()
    .slice(0, 7);
}

/** As SQL compares texts. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Named = { readonly asset_id: string };

function byText(a: Named, b: Named): number {
  return compare(a.asset_id, b.asset_id);
}

/** Unranked coins last. */
function byRank(
  a: Named & { readonly market_cap_rank: number | null },
  b: Named & { readonly market_cap_rank: number | null },
): number {
  const rank = (one: typeof a) => one.market_cap_rank ?? Number.MAX_SAFE_INTEGER;
  return rank(a) - rank(b) || byText(a, b);
}
