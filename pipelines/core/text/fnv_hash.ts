/** FNV-1a, 32 bits, of a text's UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/): a number from 0. */
export function fnvHash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
