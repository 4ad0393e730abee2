/**
 * The texts of the elements of a JSON array, or of an object's members (`"name": value`), exactly
 * as written: parsing and serializing them would change numbers (1.0, 1e400), escapes and repeated keys.
 *
 * @param json a valid JSON array or object
 */
export function jsonParts(json: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') {
      at = endOfString(json, at);
    } else if (character === "[" || character === "{") {
      if (++depth === 1) start = at + 1;
    } else if (character === "]" || character === "}" || (character === "," && depth === 1)) {
      if (depth === 1) {
        const part = json.slice(start, at).trim();
        if (part !== "") parts.push(part);
        start = at + 1;
      }
      if (character !== ",") depth--;
    }
  }
  return parts;
}

/** The position of the closing quote of the string that begins at `from`. */
function endOfString(json: string, from: number): number {
  let at = from + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at;
}
