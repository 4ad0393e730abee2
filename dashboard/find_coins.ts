/** Names to find coins by, each once in lower case. */
export interface CoinNames {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly symbols: readonly string[];
}

export function coinNames(
  ids: readonly string[],
  names: readonly string[],
  symbols: readonly string[],
): CoinNames {
  const lower = (texts: readonly string[]) => texts.map((text) => text.toLowerCase());
  return { ids: lower(ids), names: lower(names), symbols: lower(symbols) };
}

/**
 * The places of the coins that a text may mean, at most so many: those of that symbol first, then those
 * that begin with it, then those that contain it; the largest first among each.
 */
export function findCoins(names: CoinNames, text: string, most: number): number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const kinds: number[][] = [[], [], []];
  for (let coin = 0; coin < names.ids.length; coin++) {
    const kind = kindOf(names, coin, wanted);
    if (kind !== null && (kinds[kind]?.length ?? most) < most) kinds[kind]?.push(coin);
  }
  return kinds.flat().slice(0, most);
}

/** Whether a coin's id, name or symbol contains a text in lower case. */
export function isCoinOf(names: CoinNames, coin: number, wanted: string): boolean {
  return kindOf(names, coin, wanted) !== null;
}

function kindOf({ ids, names, symbols }: CoinNames, coin: number, wanted: string): number | null {
  const [id = "", name = "", symbol = ""] = [ids[coin], names[coin], symbols[coin]];
  if (symbol === wanted || name === wanted || id === wanted) return 0;
  if (name.startsWith(wanted) || symbol.startsWith(wanted)) return 1;
  return name.includes(wanted) || id.includes(wanted) || symbol.includes(wanted) ? 2 : null;
}
