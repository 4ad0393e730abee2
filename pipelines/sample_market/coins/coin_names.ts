import { hash } from "../hash";
import { CoinCodes } from "./coin_code";
import type { Listing } from "./listing";
import { oddIds, oddNames, oddSymbols } from "./odd_coin_names";
import { isStablecoin } from "./stablecoins";

export interface CoinNames {
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
}

const suffixes = [
  "",
  "",
  "",
  " Token",
  " Protocol",
  " Finance",
  " Network",
  " Coin",
  " AI",
  " Inu",
];
const ordinarySuffixes = ["", "", "", " Network", " Protocol", " Chain"];
/** Symbols that many coins share. */
const popularSymbols = ["usdc", "pepe", "doge", "ai", "trump", "cat", "weth", "meme"];

/** One coin in 64 is renamed, and one changes its symbol, every so many days. */
const changePeriod = 64;
const renameSlot = 6;
const symbolChangeSlot = 7;
const daysPerChange = 45;

/** Ids, symbols and names of the coins: functions of seed, index and day. */
export class SampleNames {
  private readonly codes: CoinCodes;

  constructor(
    private readonly seed: number,
    private readonly listing: Listing,
  ) {
    this.codes = new CoinCodes(seed, listing.coins);
  }

  /** @param generation of the coin; that of the day's coin when omitted. */
  of(index: number, generation = this.listing.lifetimeOf(index).generation): CoinNames {
    const code = this.codes.codeOf(index, generation);
    const baseRank = this.listing.baseRankOf(index);
    if (this.listing.isOrdinary(index)) return this.ordinaryNames(index, code, baseRank ?? 0);

    const chance = hash(hash(this.seed ^ 0x1d, index), generation);
    const suffix = suffixes[chance % suffixes.length] ?? "";
    const slot = this.listing.slotOf(index);
    const plain = capitalized(code) + (isStablecoin(baseRank) ? " Dollar" : suffix);
    return {
      id: oddIds[slot]?.(code) ?? code + suffix.toLowerCase().replace(" ", "-"),
      symbol: this.symbol(index, generation, code),
      name: this.renamed(index, oddNames[slot]?.(plain) ?? plain),
    };
  }

  /** The index of the coin with an id; null for an unknown id. */
  indexOfId(id: string): number | null {
    const index = this.codes.indexOf(id);
    return index !== null && this.of(index).id === id ? index : null;
  }

  /** The index of the coin with a name; null for an unknown name. */
  indexOfName(name: string): number | null {
    for (const [word] of name.toLowerCase().matchAll(/[a-z]{8}/g)) {
      const index = this.codes.indexOf(word);
      if (index !== null && this.of(index).name.toLowerCase() === name.toLowerCase()) return index;
    }
    return null;
  }

  private ordinaryNames(index: number, code: string, baseRank: number): CoinNames {
    const chance = hash(this.seed ^ 0x1d, index);
    const plain = {
      symbol: code.slice(0, 3 + (chance % 2)),
      suffix: ordinarySuffixes[chance % ordinarySuffixes.length] ?? "",
    };
    const { symbol, suffix } =
      baseRank === 0
        ? { symbol: "btc", suffix: " Bitcoin" }
        : baseRank === 1
          ? { symbol: "eth", suffix: " Ether" }
          : isStablecoin(baseRank)
            ? { symbol: `${code.slice(0, 2)}usd`, suffix: " Dollar" }
            : plain;
    const id = code + suffix.toLowerCase().replace(" ", "-");
    return { id, symbol, name: capitalized(code) + suffix };
  }

  private symbol(index: number, generation: number, code: string): string {
    const odd = oddSymbols[this.listing.slotOf(index)];
    if (odd !== undefined) return odd;
    const chance = hash(hash(this.seed ^ 0x5b, index), generation);
    const changes = this.changes(index, symbolChangeSlot);
    if (changes === null && chance % 8 === 0) {
      return popularSymbols[(chance >>> 3) % popularSymbols.length] ?? "";
    }
    return (changes === null ? code : this.word(index, changes)).slice(0, 3 + (chance % 2));
  }

  /** Every third name is the original one. */
  private renamed(index: number, name: string): string {
    const changes = this.changes(index, renameSlot);
    if (changes === null || changes % 3 === 0) return name;
    return `${capitalized(this.word(index, changes))} (prev. ${name})`;
  }

  /** How often a coin changed until the day; null for one that never does. */
  private changes(index: number, slot: number): number | null {
    if (index % changePeriod !== slot) return null;
    const phase = hash(this.seed ^ 0x4e, index) % daysPerChange;
    return Math.floor((this.listing.day + phase) / daysPerChange);
  }

  /** Six letters. */
  private word(index: number, change: number): string {
    const own = hash(hash(this.seed ^ 0x4f, index), change);
    return this.codes.codeOf(own % this.listing.coins, 0).slice(2);
  }
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
