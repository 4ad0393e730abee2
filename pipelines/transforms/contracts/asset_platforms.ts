import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { KV } from "apache-beam/values";
import { assetPlatformDim } from "../../../schemas/asset_platform_dim";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { composite, groupBy, split, step } from "../../beam/step";
import type { Answer } from "../../coingecko/answer";
import type { Api } from "../../coingecko/api";
import { callsLeft } from "../../coingecko/budget";
import { assetPlatformsRequest } from "../../coingecko/requests";
import { ActionableError } from "../../core/actionable_error";
import { type AuditRecord, count } from "../../run/audit_record";
import { type DayRuns, dayRun } from "../../run/day_runs";
import { type MarketIndex, RequestsOfAudit, spentIn } from "../market/market_index";
import { withApi } from "../open_api";
import { optionalAnswer } from "../optional_answer";
import { Fields, idOf } from "../parse/fields";
import { toPage } from "../parse/page";
import { readElements, type Reject } from "../parse/reject";
import { type Platform, toPlatform } from "./merge_platforms";

/** The platforms that one day's list has; those of all days have one key. */
export interface ListedPlatforms {
  readonly partition: number;
  readonly date: string;
  readonly listed: readonly Platform[];
}

/** The partition of all platforms: they are few. */
export const platformPartition = 0;

export type AssetPlatformsOutput =
  | { readonly listed: ListedPlatforms }
  | { readonly rejects: Reject }
  | { readonly audit: AuditRecord };

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type AssetPlatforms = {
  readonly listed: PCollection<ListedPlatforms>;
  readonly rejects: PCollection<Reject>;
  readonly audit: PCollection<AuditRecord>;
};

/**
 * The platforms, as each day's list has them. Applied to the audit records of the market, whose calls
 * come first in the budget.
 */
export function assetPlatforms(
  runs: DayRuns,
): PTransform<PCollection<AuditRecord>, AssetPlatforms> {
  return composite("AssetPlatforms", (market) =>
    market
      .apply(step("RequestsOfMarket", new RequestsOfAudit()))
      .apply(groupBy("AfterMarket", "date"))
      .apply(step("ReadPlatforms", new ReadPlatforms(runs)))
      .apply(split("Platforms", ["listed", "rejects", "audit"])),
  );
}

/** Fetches the list of platforms; without a usable one the day leaves their table as it was. */
class ReadPlatforms extends AsyncDoFn<KV<string, Iterable<MarketIndex>>, AssetPlatformsOutput> {
  constructor(private readonly runs: DayRuns) {
    super();
  }

  async *processAsync(
    { key: date, value }: KV<string, Iterable<MarketIndex>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<AssetPlatformsOutput> {
    const run = dayRun(this.runs, date);
    const spent = spentIn(value);
    if (spent === "failed") return;
    const budget = callsLeft(run.api.maxRequests, spent);
    yield* withApi(run, signal, { budget }, (api) => this.read(date, api));
  }

  private async *read(date: string, api: Api): AsyncGenerator<AssetPlatformsOutput> {
    const answer = await optionalAnswer(api, assetPlatformsRequest(), checkPlatforms);
    if ("reason" in answer) {
      const { reason } = answer;
      yield { audit: { date, kind: "skipped", table: assetPlatformDim.name, reason } };
    } else yield* platformsIn(answer);
  }
}

function* platformsIn(answer: Answer): Generator<AssetPlatformsOutput> {
  const { date } = answer;
  const listed: Platform[] = [];
  let rejects = 0;
  for (const result of readElements(toPage(answer), (element) => toPlatform(new Fields(element)))) {
    if ("row" in result) listed.push(result.row);
    else {
      // What is named in it is no coin.
      yield { rejects: { ...result.reject, asset_id: null } };
      rejects++;
    }
  }
  yield { listed: { partition: platformPartition, date, listed } };
  // Rejected elements are counted here; the others in MergePlatforms.
  yield { audit: count(date, "fetched", rejects, assetPlatformDim.name) };
  yield { audit: count(date, "rejects", rejects, assetPlatformDim.name) };
}

function checkPlatforms(body: unknown): void {
  if (Array.isArray(body) && body.some((element) => idOf(element) !== null)) return;
  throw new ActionableError(
    "/asset_platforms names no platform.",
    "It is not archived: a repeat of the date asks again.",
  );
}

registerDoFns("transforms/contracts/asset_platforms", { ReadPlatforms });
