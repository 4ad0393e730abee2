import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { KV } from "apache-beam/values";
import { assetPlatformDim, type PlatformRow } from "../../../schemas/asset_platform_dim";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { composite, groupBy, split, step } from "../../beam/step";
import type { Answer } from "../../coingecko/answer";
import type { Api } from "../../coingecko/api";
import { callsLeft } from "../../coingecko/budget";
import { assetPlatformsRequest } from "../../coingecko/requests";
import { ActionableError } from "../../core/actionable_error";
import { type AuditRecord, count } from "../../run/audit_record";
import type { Run } from "../../run/run";
import { type MarketIndex, RequestsOfAudit } from "../market/fetch_missing";
import { withApi } from "../open_api";
import { optionalAnswer } from "../optional_answer";
import { Fields, idOf } from "../parse/fields";
import { toPage } from "../parse/page";
import { readElements, type Reject } from "../parse/reject";
import { previousRows } from "../previous_rows";
import { mergePlatforms, type Platform, toPlatform } from "./merge_platforms";
import type { PlatformUse } from "./unlisted_platforms";

export type AssetPlatformsOutput =
  | { readonly rows: PlatformRow }
  | { readonly known: PlatformUse }
  | { readonly rejects: Reject }
  | { readonly audit: AuditRecord };

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type AssetPlatforms = {
  readonly rows: PCollection<PlatformRow>;
  readonly known: PCollection<PlatformUse>;
  readonly rejects: PCollection<Reject>;
  readonly audit: PCollection<AuditRecord>;
};

/**
 * The platforms, as their list and the table of before give them. Applied to the audit records of the
 * market, whose calls come first in the budget.
 */
export function assetPlatforms(run: Run): PTransform<PCollection<AuditRecord>, AssetPlatforms> {
  return composite("AssetPlatforms", (market) =>
    market
      .apply(step("RequestsOfMarket", new RequestsOfAudit()))
      .apply(groupBy("AfterMarket", "market"))
      .apply(step("ReadPlatforms", new ReadPlatforms(run)))
      .apply(split("Platforms", ["rows", "known", "rejects", "audit"])),
  );
}

/** Fetches the list of platforms and merges it; without a usable one the table stays as it was. */
class ReadPlatforms extends AsyncDoFn<KV<number, Iterable<MarketIndex>>, AssetPlatformsOutput> {
  constructor(private readonly run: Run) {
    super();
  }

  async *processAsync(
    { value }: KV<number, Iterable<MarketIndex>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<AssetPlatformsOutput> {
    let spent = 0;
    for (const { requests = 0 } of value) spent += requests;
    const budget = callsLeft(this.run.api.maxRequests, spent);
    yield* withApi(this.run, signal, { budget }, (api) => this.read(api));
  }

  private async *read(api: Api): AsyncGenerator<AssetPlatformsOutput> {
    const answer = await optionalAnswer(api, assetPlatformsRequest(), checkPlatforms);
    if ("reason" in answer) {
      const { reason } = answer;
      yield { audit: { kind: "skipped", table: assetPlatformDim.name, reason } };
    } else yield* this.merge(answer);
  }

  private async *merge(answer: Answer): AsyncGenerator<AssetPlatformsOutput> {
    const listed: Platform[] = [];
    let rejects = 0;
    for (const result of readElements(toPage(answer), (element) =>
      toPlatform(new Fields(element)),
    )) {
      if ("row" in result) listed.push(result.row);
      else {
        // What is named in it is no coin.
        yield { rejects: { ...result.reject, asset_id: null } };
        rejects++;
      }
    }
    const previous: PlatformRow[] = [];
    for await (const row of previousRows(this.run, assetPlatformDim)) previous.push(row);
    const rows = mergePlatforms(listed, previous, this.run.snapshotDate);
    for (const row of rows) yield { rows: row };
    yield { known: { use: 0, known: rows.map(({ platform_id }) => platform_id) } };
    const duplicates = listed.length - new Set(listed.map(({ platform_id }) => platform_id)).size;
    const { name } = assetPlatformDim;
    yield { audit: count("fetched", rows.length + duplicates + rejects, name) };
    yield { audit: count("duplicates", duplicates, name) };
    yield { audit: count("rejects", rejects, name) };
  }
}

function checkPlatforms(body: unknown): void {
  if (Array.isArray(body) && body.some((element) => idOf(element) !== null)) return;
  throw new ActionableError(
    "/asset_platforms names no platform.",
    "It is not archived: a repeat of the date asks again.",
  );
}

registerDoFns("transforms/contracts/asset_platforms", { ReadPlatforms });
