/**
 * What the page `dashboard.html` is given: columns, not rows, so that gzip finds what is alike. All arrays
 * of a group have the same length; numbers have the precision that the page shows.
 */

type Numbers = readonly (number | null)[];
type Texts = readonly string[];
type OptionalTexts = readonly (string | null)[];

/** The totals of each day held, by day. */
export interface DayColumns {
  readonly day: Texts;
  readonly coins: readonly number[];
  readonly marketCap: Numbers;
  readonly marketCapChange: Numbers;
  readonly volume: Numbers;
  readonly top10: Numbers;
  readonly up: readonly number[];
  readonly down: readonly number[];
}

/** The share of a coin in each day's market, in percent. */
export interface Leader {
  readonly id: string;
  readonly name: string;
  readonly share: Numbers;
}

/** The coins of the last day, by rank. Changes and volatility are percentages. */
export interface CoinColumns {
  readonly id: Texts;
  readonly name: Texts;
  readonly symbol: Texts;
  readonly rank: Numbers;
  readonly price: Numbers;
  readonly marketCap: Numbers;
  readonly volume: Numbers;
  readonly high: Numbers;
  readonly low: Numbers;
  readonly change1: Numbers;
  readonly change7: Numbers;
  readonly change30: Numbers;
  /** Standard deviation of seven days' prices over the price. */
  readonly volatility: Numbers;
  readonly supply: Numbers;
  readonly ath: Numbers;
  readonly athChange: Numbers;
  /** Indexes of `categories` and `platforms`; -1 where there is none. */
  readonly category: readonly number[];
  readonly platform: readonly number[];
  readonly launched: OptionalTexts;
}

/** A coin that was not there on the first day, or is not there on the last. */
export interface MemberColumns {
  readonly id: Texts;
  readonly name: Texts;
  readonly symbol: Texts;
  readonly rank: Numbers;
  readonly price: Numbers;
  readonly firstDay: Texts;
  readonly lastDay: Texts;
}

export interface NameColumns {
  readonly id: Texts;
  readonly name: Texts;
  readonly symbol: Texts;
  readonly firstDay: Texts;
  readonly lastDay: Texts;
}

export interface ContractColumns {
  readonly id: Texts;
  readonly platform: Texts;
  readonly address: Texts;
}

export interface RunColumns {
  readonly day: Texts;
  readonly pipeline: Texts;
  readonly source: Texts;
  readonly state: Texts;
  readonly error: OptionalTexts;
  readonly seconds: readonly number[];
  readonly fetched: readonly number[];
  readonly rows: readonly number[];
  readonly duplicates: readonly number[];
  readonly rejects: readonly number[];
  readonly missing: readonly number[];
  readonly calls: readonly number[];
  readonly retries: readonly number[];
  readonly rateLimited: readonly number[];
  readonly warnings: OptionalTexts;
}

export interface RejectColumns {
  readonly pipeline: Texts;
  readonly field: OptionalTexts;
  readonly reason: Texts;
  readonly elements: readonly number[];
  readonly lastDay: Texts;
}

export interface CheckColumns {
  readonly day: Texts;
  readonly check: Texts;
  readonly severity: Texts;
  readonly passed: readonly boolean[];
  readonly observed: OptionalTexts;
  readonly expected: OptionalTexts;
  /** What a finding means. */
  readonly message: OptionalTexts;
}

/** Which days the history has of which coins, and how precise it is: see history_codec.ts. */
export interface HistoryTier {
  /** So many of the coins, from where the tier before ends. */
  readonly coins: number;
  /** Indexes of the days, ascending. */
  readonly days: readonly number[];
  readonly priceDigits: number;
  readonly volumeDigits: number;
}

/** A part that the warehouse has no table for is null. */
export interface PageData {
  /** `sample`, `coingecko`, or the host and path of another source. */
  readonly market: string;
  readonly currency: string;
  /** When the newest run ended; null where no run is recorded. */
  readonly updatedAt: string | null;
  readonly days: DayColumns;
  readonly leaders: readonly Leader[];
  readonly coins: CoinColumns;
  readonly categories: Texts;
  readonly platforms: Texts;
  readonly members: MemberColumns;
  readonly names: NameColumns;
  readonly contracts: ContractColumns | null;
  readonly runs: RunColumns;
  readonly rejects: RejectColumns;
  readonly checks: CheckColumns | null;
  readonly history: readonly HistoryTier[];
}
