/**
 * Mixes two 32-bit integers into an evenly spread unsigned one (the finaliser of MurmurHash3).
 * Chained, it is the only source of randomness in the sample market: `hash(hash(seed, index), salt)`.
 */
export function hash(a: number, b: number): number {
  let h = a ^ Math.imul(b, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** `hash` scaled to [0, 1). */
export function unit(a: number, b: number): number {
  return hash(a, b) / 2 ** 32;
}

/** `hash` over the UTF-16 code units of a text. */
export function hashText(seed: number, text: string): number {
  let h = seed;
  for (let at = 0; at < text.length; at++) h = hash(h, text.charCodeAt(at));
  return h;
}
