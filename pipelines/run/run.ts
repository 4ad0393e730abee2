import { resolve } from "node:path";
import { archiveName } from "../coingecko/archive_name";
import { plans } from "../coingecko/plans";
import type { ApiSettings, Coins } from "../coingecko/settings";
import type { PipelineName } from "../options/option_spec";
import type { MaxRejects, Options } from "../options/options";

/**
 * One run of one pipeline: all that its steps need to know, settled before it starts. Plain JSON,
 * because every step carries it to its worker; it never holds a key.
 */
export interface Run {
  readonly pipeline: PipelineName;
  /** Unique: see run/run_id.ts. */
  readonly runId: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly snapshotDate: string;
  /** ISO timestamp, UTC. */
  readonly startedAt: string;
  readonly output: string;
  /** `duckdb:FILE`, `bigquery:PROJECT.DATASET` or `none`. */
  readonly warehouse: string;
  readonly api: ApiSettings;
  readonly coins: Coins;
  readonly vsCurrency: string;
  readonly includeRehypothecated: boolean;
  readonly detailRequests: number;
  readonly startDate: string;
  readonly endDate: string;
  readonly maxRejects: MaxRejects;
  readonly force: boolean;
}

/** What a run needs beyond its options. */
export interface RunIdentity {
  readonly runId: string;
  readonly startedAt: string;
  /** The sample market's address, when the source is the sample. */
  readonly sampleUrl?: string;
  /** Whether the environment or Secret Manager has a key. */
  readonly hasKey: boolean;
}

export function planRun(pipeline: PipelineName, options: Options, identity: RunIdentity): Run {
  const { runId, startedAt } = identity;
  const api = apiSettings(options, identity);
  const sample = options.source.kind === "sample";
  return {
    pipeline,
    runId,
    startedAt,
    snapshotDate: options.snapshotDate ?? startedAt.slice(0, 10),
    ...places(options),
    api,
    coins: options.coins,
    vsCurrency: options.vsCurrency,
    includeRehypothecated: options.includeRehypothecated,
    detailRequests: options.detailRequests ?? (sample ? 100 : plans[api.plan].detailRequests),
    startDate: options.startDate,
    endDate: options.endDate,
    maxRejects: options.maxRejects,
    force: options.force,
  };
}

function apiSettings(options: Options, { sampleUrl, hasKey }: RunIdentity): ApiSettings {
  const { source } = options;
  const plan =
    source.kind === "coingecko"
      ? source.plan
      : (options.plan ?? (source.kind === "url" && hasKey ? "demo" : "public"));
  const baseUrl =
    source.kind === "coingecko"
      ? plans[plan].baseUrl
      : source.kind === "url"
        ? source.baseUrl
        : (sampleUrl ?? "");
  const shownSource = source.kind === "sample" ? `sample:${source.coins}` : baseUrl;
  const unlimited = source.kind === "sample" || isLoopback(baseUrl);
  return {
    source:
      source.kind === "sample"
        ? `sample:${source.coins}`
        : source.kind === "coingecko"
          ? source.plan
          : source.baseUrl,
    archive:
      source.kind === "sample"
        ? `sample-${source.coins}`
        : source.kind === "coingecko"
          ? "coingecko"
          : archiveName(source.baseUrl.replace("://", "-")),
    baseUrl,
    shownUrl: shownSource,
    plan,
    ...(options.apiKeySecret === undefined ? {} : { apiKeySecret: options.apiKeySecret }),
    knowsOnlyNow: source.kind === "coingecko",
    refresh: options.refresh,
    requestsPerMinute:
      options.requestsPerMinute ?? (unlimited ? null : plans[plan].requestsPerMinute),
    maxRequests: options.maxRequests ?? (unlimited ? null : plans[plan].maxRequests),
    shards: options.apiShards,
  };
}

/** Where files and tables go. Workers of a job server stand in other directories than this process. */
function places({ runner, output, warehouse = defaultWarehouse(output) }: Options) {
  if (runner !== "jobServer") return { output, warehouse };
  return {
    output: output.startsWith("gs://") ? output : resolve(output),
    warehouse: warehouse.replace(/^duckdb:(.+)$/s, (_, file: string) => `duckdb:${resolve(file)}`),
  };
}

function defaultWarehouse(output: string): string {
  return output.startsWith("gs://")
    ? "none"
    : `duckdb:${output.replace(/\/+$/, "")}/warehouse.duckdb`;
}

function isLoopback(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname);
}
