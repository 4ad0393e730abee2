import { LruCache } from "../../core/lru_cache";
import { hashText } from "../hash";
import { currencies } from "./currencies";
import { maxWalkDistance, walk } from "./price_walk";

/** The hourly step of a fiat currency and of a commodity. */
const rateStep = 0.0004;
/** The greatest move of a coin that is a currency. */
const maxCoinMove = 0.7;

/** Prices of coins in US dollars, at `from`, `from + step`, ... in hours since 1970. */
type PricesOfBaseRank = (
  baseRank: number,
  from: number,
  count: number,
  step: number,
) => Float64Array | null;

/** What one US dollar costs in the other currencies at any time. */
export class CurrencyRates {
  /** The coins of a page, and its columns, ask for the same few series. */
  private readonly series = new LruCache<Float64Array>(128);

  constructor(
    private readonly seed: number,
    private readonly pricesOfBaseRank: PricesOfBaseRank,
  ) {}

  /** Rates at `from`, `from + step`, ... in hours since 1970; null for US dollars. */
  perDollar(code: string, from: number, count: number, step = 1): Float64Array | null {
    if (code === "usd") return null;
    const key = `${code} ${from} ${count} ${step}`;
    const cached = this.series.get(key);
    if (cached) return cached;
    const rates = this.computed(code, from, count, step);
    this.series.set(key, rates);
    return rates;
  }

  perDollarAt(code: string, hour: number): number {
    return this.perDollar(code, hour, 1)?.[0] ?? 1;
  }

  /** The least and the greatest rate there can be. */
  range(code: string): readonly [least: number, greatest: number] {
    const { perDollar = 1, coin } = currencies.get(code) ?? {};
    const move = code === "usd" ? 0 : coin === undefined ? rateStep * maxWalkDistance : maxCoinMove;
    return [perDollar * Math.exp(-move), perDollar * Math.exp(move)];
  }

  private computed(code: string, from: number, count: number, step: number): Float64Array {
    const { perDollar = 1, coin } = currencies.get(code) ?? {};
    const prices = coin === undefined ? null : this.pricesOfBaseRank(coin, from, count, step);
    if (prices) {
      const units = code === "sats" ? 1e8 : 1;
      return prices.map((price) => units / price);
    }
    if (coin !== undefined) return new Float64Array(count).fill(perDollar);
    const moves = walk(hashText(this.seed, code), from, count, step);
    return moves.map((move) => perDollar * Math.exp(rateStep * move));
  }
}
