import { hash } from "../hash";

const consonants = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z"];
const vowels = ["a", "e", "i", "o", "u"];
const syllables = consonants.flatMap((consonant) => vowels.map((vowel) => consonant + vowel));
const syllablesPerCode = 4;
const codeCount = syllables.length ** syllablesPerCode;

/**
 * The eight-letter prefix of every coin's id, such as `bamukore`: ascending with the index, and spread
 * evenly over the alphabet, whatever the size of the market.
 */
export class CoinCodes {
  /** Number of codes of an index. */
  private readonly stride: number;
  private readonly generationStep: number;

  /** @param indexes the greatest number of coins. */
  constructor(
    private readonly seed: number,
    private readonly indexes: number,
  ) {
    this.stride = Math.floor(codeCount / Math.max(1, indexes));
    this.generationStep = Math.ceil(this.stride * 0.382);
  }

  /** @param generation counts the coins that had the index: neighbours have different codes. */
  codeOf(index: number, generation: number): string {
    const offset = (hash(this.seed, index) % this.stride) + generation * this.generationStep;
    let rest = index * this.stride + (((offset % this.stride) + this.stride) % this.stride);
    let code = "";
    for (let at = 0; at < syllablesPerCode; at++) {
      code = (syllables[rest % syllables.length] ?? "") + code;
      rest = Math.floor(rest / syllables.length);
    }
    return code;
  }

  /** The index that has the code at the start of a text, in any generation; null without one. */
  indexOf(text: string): number | null {
    let number = 0;
    for (let at = 0; at < syllablesPerCode; at++) {
      const syllable = syllables.indexOf(text.slice(2 * at, 2 * at + 2));
      if (syllable < 0) return null;
      number = number * syllables.length + syllable;
    }
    const index = Math.floor(number / this.stride);
    return index < this.indexes ? index : null;
  }
}
