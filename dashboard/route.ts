/** The views of the page, in the order of their tabs. */
export const viewNames = ["market", "coins", "volatility", "listings", "health", "coin"] as const;
export type ViewName = (typeof viewNames)[number];

/** What the page shows: all of it stands in the address, behind the `#`. */
export interface Route {
  readonly view: ViewName;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What an address means; the market where it means nothing. */
export function parseRoute(hash: string): Route {
  const [, name = "", query = ""] = /^#?\/?([^?]*)\??(.*)$/s.exec(hash) ?? [];
  const view = viewNames.find((one) => one === name) ?? "market";
  return { view, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

export function hashOf({ view, parameters }: Route): string {
  const query = new URLSearchParams(
    Object.entries(parameters).filter(([, value]) => value !== ""),
  ).toString();
  return `#/${view}${query === "" ? "" : `?${query}`}`;
}

export function coinHash(id: string): string {
  return hashOf({ view: "coin", parameters: { id } });
}
