import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { KV } from "apache-beam/values";
import type { AssetRow } from "../../../schemas/crypto_asset_dim";
import { registerDoFns } from "../../beam/register";
import { composite, flatten, groupBy, split, step } from "../../beam/step";
import { count, type AuditRecord } from "../../run/audit_record";
import { type DayRuns, lastDate } from "../../run/day_runs";
import type { AcceptedDay } from "./accepted_days";
import { mergeAsset, type MergeContext } from "./merge_asset";
import type { Observation } from "./observation";
import type { CheckedUntil } from "./read_dimension";
import { greatest } from "./seen_dates";

export type MergeAssetsOutput = { readonly rows: AssetRow } | { readonly audit: AuditRecord };

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type MergedAssets = {
  readonly rows: PCollection<AssetRow>;
  readonly audit: PCollection<AuditRecord>;
};

/** Merges all observations of each asset, of all days that are accepted, into its row. */
export function mergeAssets(
  runs: DayRuns,
  beside: {
    readonly details: PCollection<Observation>;
    readonly checked: PCollection<CheckedUntil>;
    readonly accepted: PCollection<AcceptedDay>;
  },
): PTransform<PCollection<Observation>, MergedAssets> {
  const { details, checked, accepted } = beside;
  return composite("MergeAssets", (observed) =>
    flatten<MergeInput>("Observations", observed, details, checked, accepted)
      .apply(groupBy("ByPartition", "partition"))
      .apply(step("Merge", new MergeAssets(runs)))
      .apply(split("Merged", ["rows", "audit"])),
  );
}

type MergeInput = Observation | CheckedUntil | AcceptedDay;

/**
 * Merges the observations of one partition: one row an asset. Days are merged one after the other, as
 * runs of single days would do it.
 */
export class MergeAssets {
  constructor(private readonly runs: DayRuns) {}

  *process({ value }: KV<number, Iterable<MergeInput>>): Generator<MergeAssetsOutput> {
    const { coins } = this.runs;
    const input = sortedInput(value, lastDate(this.runs));
    const wholeMarket = coins.kind === "all";
    const assets = new Map(input.previous);
    let { checkedUntil } = input;
    for (const snapshotDate of input.accepted) {
      yield* this.mergeDay(assets, input, { snapshotDate, wholeMarket, checkedUntil });
      if (wholeMarket && assets.size > 0) checkedUntil = greatest(checkedUntil, snapshotDate);
    }
    if (input.accepted.length > 0) for (const row of assets.values()) yield { rows: row };
    for (const [date, n] of input.received) yield { audit: { date, kind: "controlTotal", n: -n } };
  }

  /** Takes one day into the rows. */
  private *mergeDay(
    assets: Map<string, AssetRow>,
    { observed, asked }: SortedInput,
    context: MergeContext,
  ): Generator<MergeAssetsOutput> {
    const date = context.snapshotDate;
    const ofDay = observed.get(date) ?? new Map<string, Observation[]>();
    let elements = 0;
    for (const id of new Set([...assets.keys(), ...ofDay.keys(), ...asked.keys()])) {
      const observations = [...(ofDay.get(id) ?? []), ...(asked.get(id) ?? [])];
      const row = assets.get(id);
      if (row) observations.push({ partition: 0, asset_id: id, kind: "previous", row });
      const merged = mergeAsset(id, observations, context);
      if (!merged) continue;
      assets.set(id, merged);
      elements += elementsOf(observations);
    }
    yield { audit: count(date, "fetched", elements) };
    yield { audit: count(date, "duplicates", elements - assets.size) };
    yield { audit: count(date, "rows", assets.size) };
  }
}

/** The input of a partition, by what it is. */
interface SortedInput {
  readonly previous: Map<string, AssetRow>;
  readonly asked: Map<string, Observation[]>;
  /** By day, and by asset. */
  readonly observed: Map<string, Map<string, Observation[]>>;
  /** Ascending. */
  readonly accepted: readonly string[];
  readonly checkedUntil: string;
  /** How many observations there are of each day; those of no day count for the last. */
  readonly received: ReadonlyMap<string, number>;
}

function sortedInput(input: Iterable<MergeInput>, last: string): SortedInput {
  const previous = new Map<string, AssetRow>();
  const asked = new Map<string, Observation[]>();
  const observed = new Map<string, Map<string, Observation[]>>();
  const received = new Map<string, number>();
  const accepted: string[] = [];
  let checkedUntil = "";
  for (const element of input) {
    if ("checkedUntil" in element) ({ checkedUntil } = element);
    else if ("acceptedDate" in element) accepted.push(element.acceptedDate);
    else {
      const { asset_id } = element;
      const date = "date" in element ? element.date : last;
      received.set(date, (received.get(date) ?? 0) + 1);
      if (element.kind === "previous") previous.set(asset_id, element.row);
      else if (element.kind === "asked") add(asked, asset_id, element);
      else {
        const ofDay = observed.get(date) ?? new Map<string, Observation[]>();
        observed.set(date, ofDay);
        add(ofDay, asset_id, element);
      }
    }
  }
  return { previous, asked, observed, accepted: accepted.sort(), checkedUntil, received };
}

function add(byAsset: Map<string, Observation[]>, id: string, observation: Observation): void {
  const observations = byAsset.get(id);
  if (observations) observations.push(observation);
  else byAsset.set(id, [observation]);
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
