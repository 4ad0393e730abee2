import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { KV } from "apache-beam/values";
import { type ContractRow, cryptoAssetContract } from "../../../schemas/crypto_asset_contract";
import { registerDoFns } from "../../beam/register";
import { composite, flatten, groupBy, split, step } from "../../beam/step";
import { type AuditRecord, count } from "../../run/audit_record";
import type { Run } from "../../run/run";
import { contractId, type Contract } from "./contract";
import { mergeContracts } from "./merge_contracts";
import { movedContracts } from "./moved_contracts";
import type { ContractObservation } from "./observation";
import { type PlatformUse, WarnOfUnlisted } from "./unlisted_platforms";

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type AssetContracts = {
  readonly rows: PCollection<ContractRow>;
  readonly audit: PCollection<AuditRecord>;
};

/**
 * Merges all observations of contracts into their table, counts those that moved, and warns of those
 * on platforms that are not listed.
 */
export function assetContracts(
  run: Run,
  knownPlatforms: PCollection<PlatformUse>,
): PTransform<PCollection<ContractObservation>, AssetContracts> {
  return composite("AssetContracts", (observations) => {
    const merged = observations
      .apply(groupBy("ContractsByPartition", "partition"))
      .apply(step("MergeContracts", new MergeContracts(run)))
      .apply(split("Merged", ["rows", "platforms", "audit"]));
    const moved = merged.rows.apply(movedContracts(run));
    const unlisted = flatten("PlatformUse", knownPlatforms, merged.platforms)
      .apply(groupBy("AllPlatforms", "use"))
      .apply(step("WarnOfUnlisted", new WarnOfUnlisted()));
    return { rows: merged.rows, audit: flatten("ContractFacts", merged.audit, moved, unlisted) };
  });
}

export type MergeContractsOutput =
  | { readonly rows: ContractRow }
  | { readonly platforms: PlatformUse }
  | { readonly audit: AuditRecord };

/** Merges the observations of one partition: one row a platform, address and asset. */
export class MergeContracts {
  constructor(private readonly run: Pick<Run, "snapshotDate">) {}

  *process({ value }: KV<number, Iterable<ContractObservation>>): Generator<MergeContractsOutput> {
    const { assets, received, allListed, checkedUntil } = byAsset(value);
    const context = {
      snapshotDate: this.run.snapshotDate,
      checkedUntil: allListed ? checkedUntil : "",
    };
    const contracts = new Map<string, number>();
    let rows = 0;
    let duplicates = 0;
    for (const [id, { previous, seen = allListed ? [] : null }] of assets) {
      const merged = seen === null ? previous : mergeContracts(id, seen, previous, context);
      for (const row of merged) yield { rows: row };
      rows += merged.length;
      const ids = new Set(seen?.map(contractId));
      duplicates += (seen?.length ?? 0) - ids.size;
      for (const { platform_id } of seen ?? []) {
        contracts.set(platform_id, (contracts.get(platform_id) ?? 0) + 1);
      }
    }
    const { name } = cryptoAssetContract;
    yield { platforms: { use: 0, contracts: [...contracts] } };
    yield { audit: { kind: "controlTotal", n: -received } };
    yield { audit: count("fetched", rows + duplicates, name) };
    yield { audit: count("duplicates", duplicates, name) };
  }
}

/** What is observed of one asset. */
interface Observed {
  readonly previous: ContractRow[];
  /** Its contracts on the date; null where a source names it without them; absent where none does. */
  seen?: readonly Contract[] | null;
}

/** Sorts the observations of a partition by their assets. */
function byAsset(observations: Iterable<ContractObservation>) {
  const assets = new Map<string, Observed>();
  const observedOf = (id: string) => {
    const observed = assets.get(id) ?? { previous: [] };
    assets.set(id, observed);
    return observed;
  };
  let received = 0;
  let allListed = false;
  let checkedUntil = "";
  for (const observation of observations) {
    if (observation.kind === "allListed") allListed = true;
    else if (observation.kind === "checkedUntil") checkedUntil = observation.date;
    else {
      received++;
      if (observation.kind === "previous") {
        observedOf(observation.row.asset_id).previous.push(observation.row);
      } else {
        const observed = observedOf(observation.asset_id);
        observed.seen = together(observed.seen, observation.contracts);
      }
    }
  }
  return { assets, received, allListed, checkedUntil };
}

/** The contracts of two observations of one asset: of a coin that is listed twice. */
function together(
  some: readonly Contract[] | null | undefined,
  others: readonly Contract[] | null,
): readonly Contract[] | null {
  if (!some || !others) return some ?? others;
  return [...some, ...others];
}

registerDoFns("transforms/contracts/asset_contracts", { MergeContracts });
