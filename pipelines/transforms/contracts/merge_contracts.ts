import type { ContractRow } from "../../../schemas/crypto_asset_contract";
import { greatest, least } from "../assets/seen_dates";
import { contractId, contractKey, type Contract } from "./contract";

/** What a merge depends on beside the contracts. */
export interface MergeContext {
  readonly snapshotDate: string;
  /** The contracts of an asset without any were read on this date or later; "" for never. */
  readonly checkedUntil: string;
}

/**
 * The contracts of one asset after a run that read them: those that it has on this date, and those
 * that it ever had. The order of runs doesn't matter: a rerun of an older date brings what only it has
 * seen, and takes nothing back.
 * @param seen the contracts that the asset has on the date, none of them or all
 */
export function mergeContracts(
  assetId: string,
  seen: readonly Contract[],
  previous: readonly ContractRow[],
  { snapshotDate: date, checkedUntil }: MergeContext,
): ContractRow[] {
  const rows = new Map(
    previous.map((row) => [contractId({ ...row, address: row.contract_address }), row]),
  );
  const addresses = addressesOf(seen);
  // A run reads all contracts of an asset: of one that is new here, too, it is known when.
  const checked = previous.reduce(
    (latest, { last_checked_date }) => greatest(latest, last_checked_date),
    previous.length > 0 ? "" : checkedUntil,
  );
  for (const id of new Set([...rows.keys(), ...addresses.keys()])) {
    const row = rows.get(id);
    const contract = addresses.get(id);
    const newest = contract && date >= (row?.last_seen_date ?? "") ? contract : null;
    const platform_id = contract?.platform_id ?? row?.platform_id ?? "";
    const contract_address = newest?.address ?? row?.contract_address ?? "";
    const seenOn = contract && date;
    rows.set(id, {
      ...{ platform_id, contract_address, contract_address_key: contractKey(contract_address) },
      asset_id: assetId,
      first_seen_date: least(row?.first_seen_date, seenOn),
      last_seen_date: greatest(row?.last_seen_date, seenOn),
      is_active: date >= checked ? contract !== undefined : (row?.is_active ?? false),
      last_checked_date: greatest(checked, date),
    });
  }
  return [...rows.values()];
}

/** The contracts by their ids: of two spellings of one address the greater, whatever their order. */
function addressesOf(contracts: readonly Contract[]): Map<string, Contract> {
  const found = new Map<string, Contract>();
  for (const contract of contracts) {
    const id = contractId(contract);
    const other = found.get(id);
    if (!other || contract.address > other.address) found.set(id, contract);
  }
  return found;
}
