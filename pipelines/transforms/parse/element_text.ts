/**
 * The texts of the elements of a JSON list, unchanged: parsing and serializing them would change
 * numbers (1.0, 1e400), escapes and repeated keys.
 *
 * @param json a valid JSON list
 */
export function elementTexts(json: string): string[] {
  const texts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') {
      at = endOfString(json, at);
    } else if (character === "[" || character === "{") {
      if (++depth === 1) start = at + 1;
    } else if (character === "]" || character === "}") {
      if (--depth === 0) push(json.slice(start, at));
    } else if (character === "," && depth === 1) {
      push(json.slice(start, at));
      start = at + 1;
    }
  }
  return texts;

  function push(text: string): void {
    if (text.trim() !== "") texts.push(text.trim());
  }
}

function endOfString(json: string, quote: number): number {
  let at = quote + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at;
}
