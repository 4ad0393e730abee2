import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { KV } from "apache-beam/values";
import { type ContractRow, cryptoAssetContract } from "../../../schemas/crypto_asset_contract";
import { registerDoFns } from "../../beam/register";
import { composite, flatten, groupBy, split, step } from "../../beam/step";
import { type AuditRecord, count } from "../../run/audit_record";
import { type DayRuns, lastDate } from "../../run/day_runs";
import type { AcceptedDay } from "../assets/accepted_days";
import { greatest } from "../assets/seen_dates";
import { contractId, type Contract } from "./contract";
import { mergeContracts } from "./merge_contracts";
import { countMoves, moveEnd, type MoveEnd } from "./moved_contracts";
import type { ContractObservation } from "./observation";
import { type PlatformUse, WarnOfUnlisted } from "./unlisted_platforms";

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type AssetContracts = {
  readonly rows: PCollection<ContractRow>;
  readonly audit: PCollection<AuditRecord>;
};

/**
 * Merges all observations of contracts, of all days that are accepted, into their table, counts those
 * that moved, and warns of those on platforms that are not listed.
 */
export function assetContracts(
  runs: DayRuns,
  knownPlatforms: PCollection<PlatformUse>,
  accepted: PCollection<AcceptedDay>,
): PTransform<PCollection<ContractObservation>, AssetContracts> {
  return composite("AssetContracts", (observations) => {
    const merged = flatten<MergeInput>("ContractsAndDays", observations, accepted)
      .apply(groupBy("ContractsByPartition", "partition"))
      .apply(step("MergeContracts", new MergeContracts(lastDate(runs))))
      .apply(split("Merged", ["rows", "ends", "platforms", "audit"]));
    const moved = merged.ends.apply(countMoves());
    const unlisted = flatten("PlatformUse", knownPlatforms, merged.platforms)
      .apply(groupBy("AllPlatforms", "date"))
      .apply(step("WarnOfUnlisted", new WarnOfUnlisted()));
    return { rows: merged.rows, audit: flatten("ContractFacts", merged.audit, moved, unlisted) };
  });
}

export type MergeContractsOutput =
  | { readonly rows: ContractRow }
  | { readonly ends: MoveEnd }
  | { readonly platforms: PlatformUse }
  | { readonly audit: AuditRecord };

type MergeInput = ContractObservation | AcceptedDay;

/**
 * Merges the observations of one partition: one row a platform, address and asset. Days are merged one
 * after the other, as runs of single days would do it.
 */
export class MergeContracts {
  /** @param lastDate the run's last day, for which the observations of no day count */
  constructor(private readonly lastDate: string) {}

  *process({ value }: KV<number, Iterable<MergeInput>>): Generator<MergeContractsOutput> {
    const input = sortedInput(value, this.lastDate);
    const contracts = new Map(input.previous);
    let { checkedUntil } = input;
    for (const date of input.accepted) {
      const allListed = input.allListed.has(date);
      yield* mergeDay(date, contracts, input.seen.get(date) ?? new Map<string, Seen>(), {
        allListed,
        checkedUntil: allListed ? checkedUntil : "",
      });
      if (allListed && contracts.size > 0) checkedUntil = greatest(checkedUntil, date);
    }
    if (input.accepted.length > 0) {
      for (const rows of contracts.values()) for (const row of rows) yield { rows: row };
    }
    for (const [date, n] of input.received) yield { audit: { date, kind: "controlTotal", n: -n } };
  }
}

/** An asset's contracts on a day; null where a source names it without them. */
type Seen = readonly Contract[] | null;

/** Takes the contracts of one day into those of each asset. */
function* mergeDay(
  date: string,
  contracts: Map<string, readonly ContractRow[]>,
  seenOn: ReadonlyMap<string, Seen>,
  { allListed, checkedUntil }: { readonly allListed: boolean; readonly checkedUntil: string },
): Generator<MergeContractsOutput> {
  const platforms = new Map<string, number>();
  let rows = 0;
  let duplicates = 0;
  for (const id of new Set([...contracts.keys(), ...seenOn.keys()])) {
    const previous = contracts.get(id) ?? [];
    const seen = seenOn.has(id) ? (seenOn.get(id) ?? null) : allListed ? [] : null;
    const merged =
      seen === null
        ? previous
        : mergeContracts(id, seen, previous, { snapshotDate: date, checkedUntil });
    contracts.set(id, merged);
    for (const row of merged) {
      const end = moveEnd(row, date);
      if (end) yield { ends: end };
    }
    rows += merged.length;
    const ids = new Set(seen?.map(contractId));
    duplicates += (seen?.length ?? 0) - ids.size;
    for (const { platform_id } of seen ?? []) {
      platforms.set(platform_id, (platforms.get(platform_id) ?? 0) + 1);
    }
  }
  const { name } = cryptoAssetContract;
  yield { platforms: { date, contracts: [...platforms] } };
  yield { audit: count(date, "fetched", rows + duplicates, name) };
  yield { audit: count(date, "duplicates", duplicates, name) };
  yield { audit: count(date, "rows", rows, name) };
}

/** The input of a partition, by what it is. */
interface SortedInput {
  /** By asset. */
  readonly previous: Map<string, ContractRow[]>;
  /** By day, and by asset. */
  readonly seen: Map<string, Map<string, Seen>>;
  /** The days whose list of all coins says where they live. */
  readonly allListed: ReadonlySet<string>;
  /** Ascending. */
  readonly accepted: readonly string[];
  readonly checkedUntil: string;
  /** How many observations there are of each day; those of no day count for the last. */
  readonly received: ReadonlyMap<string, number>;
}

function sortedInput(input: Iterable<MergeInput>, last: string): SortedInput {
  const previous = new Map<string, ContractRow[]>();
  const seen = new Map<string, Map<string, Seen>>();
  const allListed = new Set<string>();
  const accepted: string[] = [];
  const received = new Map<string, number>();
  let checkedUntil = "";
  for (const element of input) {
    if ("acceptedDate" in element) accepted.push(element.acceptedDate);
    else if (element.kind === "allListed") allListed.add(element.date);
    else if (element.kind === "checkedUntil") checkedUntil = element.date;
    else if (element.kind === "previous") {
      received.set(last, (received.get(last) ?? 0) + 1);
      const { row } = element;
      previous.set(row.asset_id, [...(previous.get(row.asset_id) ?? []), row]);
    } else {
      const { date, asset_id, contracts } = element;
      received.set(date, (received.get(date) ?? 0) + 1);
      const ofDay = seen.get(date) ?? new Map<string, Seen>();
      seen.set(date, ofDay);
      ofDay.set(asset_id, together(ofDay.get(asset_id), contracts));
    }
  }
  return { previous, seen, allListed, accepted: accepted.sort(), checkedUntil, received };
}

/** The contracts of two observations of one asset: of a coin that is listed twice. */
function together(some: Seen | undefined, others: Seen): Seen {
  if (!some || !others) return some ?? others;
  return [...some, ...others];
}

registerDoFns("transforms/contracts/asset_contracts", { MergeContracts });
