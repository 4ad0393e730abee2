import { archiveName } from "../coingecko/archive_name";
import { type PlanName, plans } from "../coingecko/plans";
import type { ApiSettings } from "../coingecko/settings";
import { isLoopbackHost } from "../core/network/proxy";
import { sampleDetailRequests } from "../options/market_options";
import type { RunOptions, Source } from "../options/options";

/** What is known of a source only when the run begins. */
export interface SourceContext {
  /** The sample market's address, when it is served. */
  readonly sampleUrl?: string;
  /** Whether the environment or Secret Manager has a key. */
  readonly hasKey: boolean;
}

/** What follows from the source: how it is named and asked, and the defaults of what it costs. */
interface SourceSettings extends Pick<
  ApiSettings,
  "source" | "archive" | "baseUrl" | "hasDayUrls" | "shownUrl" | "plan" | "knowsOnlyNow"
> {
  readonly apiKeySecret?: string | undefined;
  /** Whether there is nobody to be considerate of: no default rate limit, no default budget. */
  readonly isUnlimited: boolean;
  readonly detailRequests: number;
}

/** How the API is asked, and how many coins' details are. */
export function apiSettings(
  options: RunOptions,
  context: SourceContext,
): { readonly api: ApiSettings; readonly detailRequests: number } {
  const { isUnlimited, detailRequests, apiKeySecret, ...source } = sourceSettings(
    options.source,
    context,
  );
  const { requestsPerMinute, maxRequests } = isUnlimited ? noLimits : plans[source.plan];
  return {
    api: {
      ...source,
      ...(apiKeySecret !== undefined && { apiKeySecret }),
      refresh: options.refresh,
      requestsPerMinute: options.requestsPerMinute ?? requestsPerMinute,
      maxRequests: options.maxRequests ?? maxRequests,
      shards: options.apiShards,
    },
    detailRequests: options.detailRequests ?? detailRequests,
  };
}

const noLimits = { requestsPerMinute: null, maxRequests: null };

function sourceSettings(source: Source, context: SourceContext): SourceSettings {
  switch (source.kind) {
    case "sample":
      return ofSample(source.coins, context);
    case "coingecko":
      return ofCoinGecko(source.plan, source.apiKeySecret);
    case "url":
      return ofUrl(source, context);
  }
}

function ofSample(coins: number, { sampleUrl }: SourceContext): SourceSettings {
  const source = `sample:${coins}`;
  return {
    source,
    archive: `sample-${coins}`,
    // It is not served where no pipeline asks it.
    baseUrl: sampleUrl ?? source,
    hasDayUrls: true,
    shownUrl: source,
    plan: "public",
    knowsOnlyNow: false,
    isUnlimited: true,
    detailRequests: sampleDetailRequests,
  };
}

function ofCoinGecko(plan: PlanName, apiKeySecret: string | undefined): SourceSettings {
  const { baseUrl, detailRequests } = plans[plan];
  return {
    source: plan,
    archive: "coingecko",
    baseUrl,
    shownUrl: baseUrl,
    plan,
    apiKeySecret,
    knowsOnlyNow: true,
    isUnlimited: false,
    detailRequests,
  };
}

function ofUrl(
  { baseUrl, plan: asked, apiKeySecret }: Extract<Source, { kind: "url" }>,
  { hasKey }: SourceContext,
): SourceSettings {
  const plan = asked ?? (hasKey ? "demo" : "public");
  return {
    source: baseUrl,
    archive: archiveName(baseUrl.replace("://", "-")),
    baseUrl,
    shownUrl: baseUrl,
    plan,
    apiKeySecret,
    knowsOnlyNow: false,
    isUnlimited: isLoopback(baseUrl),
    detailRequests: plans[plan].detailRequests,
  };
}

function isLoopback(baseUrl: string): boolean {
  return isLoopbackHost(new URL(baseUrl).hostname);
}
