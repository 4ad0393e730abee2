/** As SQL compares texts. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Named = { readonly asset_id: string };

export function byText(a: Named, b: Named): number {
  return compare(a.asset_id, b.asset_id);
}

/** Unranked coins last. */
export function byRank(
  a: Named & { readonly market_cap_rank: number | null },
  b: Named & { readonly market_cap_rank: number | null },
): number {
  const rank = (one: typeof a) => one.market_cap_rank ?? Number.MAX_SAFE_INTEGER;
  return rank(a) - rank(b) || byText(a, b);
}
