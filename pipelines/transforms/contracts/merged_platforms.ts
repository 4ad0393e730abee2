import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { KV } from "apache-beam/values";
import { assetPlatformDim, type PlatformRow } from "../../../schemas/asset_platform_dim";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { composite, flatten, groupBy, split, step } from "../../beam/step";
import { type AuditRecord, count } from "../../run/audit_record";
import { type DayRuns, dayRun, lastDate } from "../../run/day_runs";
import type { AcceptedDay } from "../assets/accepted_days";
import { previousRows } from "../previous_rows";
import { type ListedPlatforms, platformPartition } from "./asset_platforms";
import { mergePlatforms, type Platform } from "./merge_platforms";
import type { PlatformUse } from "./unlisted_platforms";

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type MergedPlatforms = {
  readonly rows: PCollection<PlatformRow>;
  readonly known: PCollection<PlatformUse>;
  readonly audit: PCollection<AuditRecord>;
};

/** Merges the platforms of all days that are accepted into those of the table of before. */
export function mergedPlatforms(
  runs: DayRuns,
  accepted: PCollection<AcceptedDay>,
): PTransform<PCollection<ListedPlatforms>, MergedPlatforms> {
  return composite("MergedPlatforms", (listed) =>
    flatten<MergeInput>("PlatformsAndDays", listed, accepted)
      .apply(groupBy("ByPartition", "partition"))
      .apply(step("MergePlatforms", new MergePlatforms(runs)))
      .apply(split("Merged", ["rows", "known", "audit"])),
  );
}

type MergePlatformsOutput =
  | { readonly rows: PlatformRow }
  | { readonly known: PlatformUse }
  | { readonly audit: AuditRecord };

type MergeInput = ListedPlatforms | AcceptedDay;

class MergePlatforms extends AsyncDoFn<KV<number, Iterable<MergeInput>>, MergePlatformsOutput> {
  constructor(private readonly runs: DayRuns) {
    super();
  }

  async *processAsync({
    key,
    value,
  }: KV<number, Iterable<MergeInput>>): AsyncGenerator<MergePlatformsOutput> {
    // The accepted days are told to all partitions.
    if (key !== platformPartition) return;
    const listed = new Map<string, readonly Platform[]>();
    const accepted: string[] = [];
    for (const element of value) {
      if ("acceptedDate" in element) accepted.push(element.acceptedDate);
      else listed.set(element.date, element.listed);
    }
    if (!accepted.some((date) => listed.has(date))) return;
    let rows: PlatformRow[] = [];
    const run = dayRun(this.runs, lastDate(this.runs));
    for await (const row of previousRows(run, assetPlatformDim)) rows.push(row);
    for (const date of accepted.sort()) {
      const platforms = listed.get(date);
      if (platforms) {
        rows = mergePlatforms(platforms, rows, date);
        yield* outcomeOf(date, rows, platforms);
      } else {
        // The rows of before stand for the day, too.
        yield { audit: count(date, "fetched", rows.length, assetPlatformDim.name) };
        yield { audit: count(date, "rows", rows.length, assetPlatformDim.name) };
      }
    }
    for (const row of rows) yield { rows: row };
  }
}

/** What the end of a run is told of a day's merge. */
function* outcomeOf(
  date: string,
  rows: readonly PlatformRow[],
  listed: readonly Platform[],
): Generator<MergePlatformsOutput> {
  yield { known: { date, known: rows.map(({ platform_id }) => platform_id) } };
  const duplicates = listed.length - new Set(listed.map(({ platform_id }) => platform_id)).size;
  const { name } = assetPlatformDim;
  yield { audit: count(date, "fetched", rows.length + duplicates, name) };
  yield { audit: count(date, "duplicates", duplicates, name) };
  yield { audit: count(date, "rows", rows.length, name) };
}

registerDoFns("transforms/contracts/merged_platforms", { MergePlatforms });
