import { hash } from "./hash";

const CONSONANTS = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z"];
const VOWELS = ["a", "e", "i", "o", "u"];
const SYLLABLES = CONSONANTS.flatMap((consonant) => VOWELS.map((vowel) => consonant + vowel));
const LENGTH = 4;
const CODES = SYLLABLES.length ** LENGTH;

/**
 * The eight letters that every coin's id begins with, such as `bamukore`: in alphabetical order of
 * the coins' indexes, and spread over the alphabet, whatever the size of the market.
 */
export class CoinCodes {
  private readonly stride: number;

  /** @param indexes how many coins there are to name, at most. */
  constructor(
    private readonly seed: number,
    indexes: number,
  ) {
    this.stride = Math.floor(CODES / indexes);
  }

  codeOf(index: number): string {
    let rest = index * this.stride + (hash(this.seed, index) % this.stride);
    let code = "";
    for (let at = 0; at < LENGTH; at++) {
      code = (SYLLABLES[rest % SYLLABLES.length] ?? "") + code;
      rest = Math.floor(rest / SYLLABLES.length);
    }
    return code;
  }

  /** The index whose code a text begins with, or null when it begins with no coin's code. */
  indexOf(text: string): number | null {
    let number = 0;
    for (let at = 0; at < LENGTH; at++) {
      const syllable = SYLLABLES.indexOf(text.slice(2 * at, 2 * at + 2));
      if (syllable < 0) return null;
      number = number * SYLLABLES.length + syllable;
    }
    const index = Math.floor(number / this.stride);
    return text.startsWith(this.codeOf(index)) ? index : null;
  }
}
