import { CoinCodes } from "./coin_code";
import { hash } from "./hash";

export interface CoinNames {
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
}

/** Oddities of the names repeat every so many coins. */
const period = 128;

const nameSuffixes = [
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
/** Symbols that many coins share. */
const popularSymbols = ["usdc", "pepe", "doge", "ai", "trump", "cat", "weth", "meme"];

/** By `index % period`: ids that need encoding in URLs and file names. */
const oddIds: Readonly<Record<number, (code: string) => string>> = {
  3: (code) => `${code} token`,
  9: (code) => `${code}-[old]`,
  21: (code) => `${code}_v2`,
  27: (code) => `${code}-6`,
  33: (code) =>
    `${code}-the-longest-of-all-the-names-that-anybody-ever-gave-to-a-coin-`.slice(0, 69) + "z",
};

/** By `index % period`: symbols that a naive reader drops or misreads. */
const oddSymbols: Readonly<Record<number, string>> = {
  5: "",
  11: " ",
  13: "my coin ",
  23: "🚀",
  29: "比特币",
  39: "null",
  43: "nan",
  47: "true",
  53: '"q"',
  55: "$,x",
};

/** By `index % period`: names that a naive writer corrupts. */
const oddNames: Readonly<Record<number, (name: string) => string>> = {
  61: (name) => `${name}, the First`,
  63: (name) => `${name} "Gold" Edition`,
  67: (name) => `${name}\u200bZero`,
  69: (name) => `${name}\u00a0Space`,
  73: (name) => `@${name}`,
  77: (name) => `=HYPERLINK("https://example.com/","${name}")`,
  79: (name) => `${name} 🦊 狐`,
  83: (name) => ` ${name} `,
  87: (name) => `${name} 'n' Friends; -- |pipe|`,
};

/** By `index % period`: coins with another name, or symbol, in odd months. */
const renameSlot = 70;
const symbolChangeSlot = 71;

/** Ids, symbols and names of the coins: functions of seed, index and month. */
export class SampleNames {
  private readonly codes: CoinCodes;

  /** @param month months since year 0: determines the name of a coin that changes it. */
  constructor(
    private readonly seed: number,
    indexes: number,
    private readonly month: number,
  ) {
    this.codes = new CoinCodes(seed, indexes);
  }

  of(index: number): CoinNames {
    const code = this.codes.codeOf(index);
    return {
      id: this.id(index, code),
      symbol: this.symbol(index, code),
      name: this.name(index, code),
    };
  }

  symbol(index: number, code = this.codes.codeOf(index)): string {
    const slot = index % period;
    const chance = hash(this.seed ^ 0x5b, index);
    const odd = oddSymbols[slot];
    if (odd !== undefined) return odd;
    if (chance % 8 === 0) return popularSymbols[(chance >>> 3) % popularSymbols.length] ?? "";
    const plain = code.slice(0, 3 + (chance % 2));
    return slot === symbolChangeSlot && this.month % 2 === 1 ? `${plain}2` : plain;
  }

  /** The index of the coin with an id, or null when there is none. */
  indexOfId(id: string): number | null {
    const index = this.codes.indexOf(id);
    return index !== null && this.of(index).id === id ? index : null;
  }

  /** The index of the coin with a name, or null when there is none. */
  indexOfName(name: string): number | null {
    for (const [word] of name.toLowerCase().matchAll(/[a-z]{8}/g)) {
      const index = this.codes.indexOf(word);
      if (index !== null && this.of(index).name.toLowerCase() === name.toLowerCase()) return index;
    }
    return null;
  }

  private id(index: number, code: string): string {
    const odd = oddIds[index % period];
    if (odd) return odd(code);
    const kind = nameSuffixes[hash(this.seed ^ 0x1d, index) % nameSuffixes.length] ?? "";
    return code + kind.toLowerCase().replace(" ", "-");
  }

  private name(index: number, code: string): string {
    const slot = index % period;
    const kind = nameSuffixes[hash(this.seed ^ 0x1d, index) % nameSuffixes.length] ?? "";
    const plain = code.charAt(0).toUpperCase() + code.slice(1) + kind;
    if (slot === renameSlot && this.month % 2 === 1) return `${plain} (Rebranded)`;
    return oddNames[slot]?.(plain) ?? plain;
  }
}
