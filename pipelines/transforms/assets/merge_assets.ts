import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { KV } from "apache-beam/values";
import type { AssetRow } from "../../../schemas/crypto_asset_dim";
import { registerDoFns } from "../../beam/register";
import { composite, flatten, groupBy, split, step } from "../../beam/step";
import type { Run } from "../../run/run";
import type { Observation } from "./observation";
import { count, type AuditRecord } from "../../run/audit_record";
import { mergeAsset, type MergeContext } from "./merge_asset";
import type { CheckedUntil } from "./read_dimension";

export type MergeAssetsOutput = { readonly rows: AssetRow } | { readonly audit: AuditRecord };

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type MergedAssets = {
  readonly rows: PCollection<AssetRow>;
  readonly audit: PCollection<AuditRecord>;
};

/** Merges all observations of each asset into its row. */
export function mergeAssets(
  run: Run,
  details: PCollection<Observation>,
  checked: PCollection<CheckedUntil>,
): PTransform<PCollection<Observation>, MergedAssets> {
  return composite("MergeAssets", (observed) =>
    flatten<Observation | CheckedUntil>("Observations", observed, details, checked)
      .apply(groupBy("ByPartition", "partition"))
      .apply(step("Merge", new MergeAssets(run)))
      .apply(split("Merged", ["rows", "audit"])),
  );
}

/** Merges the observations of one partition: one row an asset. */
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
 * The number of fetched elements that a row counts for: those of the coin list, or of market pages
 * for a coin that the list lacks, or the one of the previous dimension. What only adds attributes to
 * an asset of another source (its market data, its details) is not an element of its own.
 */
function elementsOf(observations: readonly Observation[]): number {
  const of = (kind: Observation["kind"]) => observations.filter((s) => s.kind === kind).length;
  return of("listed") || of("market") || of("previous");
}

registerDoFns("transforms/assets/merge_assets", { MergeAssets });
