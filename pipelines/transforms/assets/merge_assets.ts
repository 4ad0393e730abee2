import type { KV } from "apache-beam/values";
import type { AssetRow } from "../../../schemas/crypto_asset_dim";
import { registerDoFns } from "../../beam/register";
import type { Run } from "../../run/run";
import type { Observation } from "./observation";
import { count, type AuditRecord } from "../../run/audit_record";
import { mergeAsset, type MergeContext } from "./merge_asset";
import type { CheckedUntil } from "./read_dimension";

export type MergeAssetsOutput = { readonly rows: AssetRow } | { readonly audit: AuditRecord };

/** All that is known of the assets of one partition, brought together: one row an asset. */
export class MergeAssets {
  constructor(private readonly run: Run) {}

  *process({
    value,
  }: KV<number, Iterable<Observation | CheckedUntil>>): Generator<MergeAssetsOutput> {
    const assets = new Map<string, Observation[]>();
    let checkedUntil = "";
    let received = 0;
    for (const element of value) {
      if ("checkedUntil" in element) {
        checkedUntil = element.checkedUntil;
        continue;
      }
      received++;
      const observations = assets.get(element.asset_id);
      if (observations) observations.push(element);
      else assets.set(element.asset_id, [element]);
    }
    const context: MergeContext = {
      snapshotDate: this.run.snapshotDate,
      wholeMarket: this.run.coins.kind === "all",
      checkedUntil,
    };
    let elements = 0;
    let rows = 0;
    for (const [id, observations] of assets) {
      const row = mergeAsset(id, observations, context);
      if (!row) continue;
      yield { rows: row };
      rows++;
      elements += elementsOf(observations);
    }
    yield { audit: { kind: "controlTotal", n: -received } };
    yield { audit: count("fetched", elements) };
    yield { audit: count("duplicates", elements - rows) };
  }
}

/**
 * How many elements a row was made of, for the count: those of the coin list, or of market pages
 * where the list does not name the coin, or the one of the previous dimension. What only adds to
 * an asset that another source names (its market data, its details) is no element of its own.
 */
function elementsOf(observations: readonly Observation[]): number {
  const of = (kind: Observation["kind"]) => observations.filter((s) => s.kind === kind).length;
  return of("listed") || of("market") || of("previous");
}

registerDoFns("transforms/assets/merge_assets", { MergeAssets });
