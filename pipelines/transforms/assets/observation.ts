import type { AssetRow } from "../../../schemas/crypto_asset_dim";

/** What one source says of one asset. All observations of an asset are in one partition. */
export type Observation = { readonly partition: number; readonly asset_id: string } & (
  DayObservation | Asked | Previous
);

/** What one day's answers say of an asset. */
export type DayObservation = { readonly date: string } & (Listed | OnMarket | Detailed);

/** The run asks for the asset by its id, on each of its days. */
export interface Asked {
  readonly kind: "asked";
}

/** The asset as an earlier day left it. */
export interface Previous {
  readonly kind: "previous";
  readonly row: AssetRow;
}

/** An element of the coin list. */
export interface Listed {
  readonly kind: "listed";
  readonly symbol: string | null;
  readonly name: string | null;
}

/** The attributes of the dimension that a market page has. */
export interface OnMarket {
  readonly kind: "market";
  readonly symbol: string | null;
  readonly name: string | null;
  readonly image: string | null;
  readonly market_cap: number | null;
  readonly market_cap_rank: number | null;
  readonly last_updated: string | null;
}

/** The details of a coin; `details` is null where the API has none. */
export interface Detailed {
  readonly kind: "details";
  /** ISO timestamp, UTC. */
  readonly fetchedAt: string;
  readonly details: AssetDetails | null;
}

export type AssetDetails = Pick<
  AssetRow,
  | "launch_date"
  | "category"
  | "categories"
  | "asset_platform_id"
  | "hashing_algorithm"
  | "country_origin"
  | "homepage_url"
  | "image_url"
>;
