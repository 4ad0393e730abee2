/** Which part of the market is asked for. */
export type Coins =
  | { readonly kind: "all" }
  | { readonly kind: "top"; readonly count: number }
  | { readonly kind: "ids"; readonly ids: readonly string[] }
  | { readonly kind: "category"; readonly id: string };
