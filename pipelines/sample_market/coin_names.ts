import { CoinCodes } from "./coin_code";
import { hash } from "./hash";

export interface CoinNames {
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
}

/** Oddities of the names come round after as many coins. */
const PERIOD = 128;

const KINDS = ["", "", "", " Token", " Protocol", " Finance", " Network", " Coin", " AI", " Inu"];
/** Tickers that half of all new coins seem to have. */
const FAVOURITES = ["usdc", "pepe", "doge", "ai", "trump", "cat", "weth", "meme"];

/** By `index % PERIOD`: ids that need encoding in a URL and care in a file name. */
const ODD_IDS: Readonly<Record<number, (code: string) => string>> = {
  3: (code) => `${code} token`,
  9: (code) => `${code}-[old]`,
  21: (code) => `${code}_v2`,
  27: (code) => `${code}-6`,
  33: (code) =>
    `${code}-the-longest-of-all-the-names-that-anybody-ever-gave-to-a-coin-`.slice(0, 69) + "z",
};

/** By `index % PERIOD`: symbols that careless readers lose, or take for something else. */
const ODD_SYMBOLS: Readonly<Record<number, string>> = {
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

/** By `index % PERIOD`: names that careless writers spoil. */
const ODD_NAMES: Readonly<Record<number, (name: string) => string>> = {
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

/** By `index % PERIOD`: coins that took another name, or symbol, in every odd month. */
const RENAMED = 70;
const RESYMBOLED = 71;

/** Ids, symbols and names of the coins: functions of seed, index and month. */
export class SampleNames {
  private readonly codes: CoinCodes;

  /** @param month months since year 0: which of their names changing coins have. */
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
    const slot = index % PERIOD;
    const chance = hash(this.seed ^ 0x5b, index);
    const odd = ODD_SYMBOLS[slot];
    if (odd !== undefined) return odd;
    if (chance % 8 === 0) return FAVOURITES[(chance >>> 3) % FAVOURITES.length] ?? "";
    const plain = code.slice(0, 3 + (chance % 2));
    return slot === RESYMBOLED && this.month % 2 === 1 ? `${plain}2` : plain;
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
    const odd = ODD_IDS[index % PERIOD];
    if (odd) return odd(code);
    const kind = KINDS[hash(this.seed ^ 0x1d, index) % KINDS.length] ?? "";
    return code + kind.toLowerCase().replace(" ", "-");
  }

  private name(index: number, code: string): string {
    const slot = index % PERIOD;
    const kind = KINDS[hash(this.seed ^ 0x1d, index) % KINDS.length] ?? "";
    const plain = code.charAt(0).toUpperCase() + code.slice(1) + kind;
    if (slot === RENAMED && this.month % 2 === 1) return `${plain} (Rebranded)`;
    return ODD_NAMES[slot]?.(plain) ?? plain;
  }
}
