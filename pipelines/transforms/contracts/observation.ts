import type { ContractRow } from "../../../schemas/crypto_asset_contract";
import { partitionOf } from "../stage/sorted_line";
import type { Contract } from "./contract";

/** What one source says of contracts. All observations of an asset are in one partition. */
export type ContractObservation = { readonly partition: number } & (
  | SeenContracts
  | { readonly kind: "previous"; readonly row: ContractRow }
  /** The day's list of all coins says where they live: a coin that isn't on it has left. */
  | { readonly kind: "allListed"; readonly date: string }
  /** All contracts of before were looked for on this date or later; "" where there are none. */
  | { readonly kind: "checkedUntil"; readonly date: string }
);

/** All contracts of an asset on a day; null where its source names the asset, but not where it lives. */
export interface SeenContracts {
  readonly kind: "seen";
  readonly date: string;
  readonly asset_id: string;
  readonly contracts: readonly Contract[] | null;
}

export function seenContracts(
  date: string,
  asset_id: string,
  contracts: readonly Contract[] | null,
): ContractObservation {
  return { partition: partitionOf(asset_id), kind: "seen", date, asset_id, contracts };
}
