import * as v from "valibot";
import { planNames, type PlanName } from "../coingecko/plans";
import { secretVersion } from "../google/secret_version";
import { flag, readText, text } from "./forms";
import type { OptionGroup } from "./option_spec";
import { apiPipelines } from "./pipeline_spec";

/** Where the data comes from, as the person named it. */
export type SourceName =
  | { readonly kind: "sample"; readonly coins: number }
  | { readonly kind: "coingecko"; readonly plan: PlanName }
  | { readonly kind: "url"; readonly baseUrl: string };

export const defaultSampleCoins = 2_500;

const sourceSchema = readText((value, refuse): SourceName => {
  const sample = /^sample(?::(\d{1,8}))?$/.exec(value);
  if (sample) return { kind: "sample", coins: Number(sample[1] ?? defaultSampleCoins) };
  const plan = planNames.find((name) => name === value);
  if (plan !== undefined) return { kind: "coingecko", plan };
  const reason = whyNoBaseUrl(value);
  if (reason !== undefined) return refuse(reason);
  return { kind: "url", baseUrl: value.replace(/\/+$/, "") };
});

function whyNoBaseUrl(value: string): string | undefined {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) {
    return "expected sample, sample:COINS, public, demo, pro, or a base URL";
  }
  const url = new URL(value);
  if (url.username !== "" || url.password !== "") {
    return "a base URL must hold no password; a key belongs in COINGECKO_API_KEY";
  }
  if (url.search !== "" || url.hash !== "") {
    return "a base URL must hold no ? or #: paths are appended to it";
  }
  return undefined;
}

export const sourceOptions = {
  source: {
    values: "sample[:COINS]|public|demo|pro|URL",
    default: "sample",
    examples: ["sample:100", "public", "demo", "pro", "https://proxy.example.com/api/v3"],
    help: "Where the data comes from: a made-up sample market, CoinGecko (without a key, with a demo or a paid key), or a base URL.",
    pipelines: apiPipelines,
    schema: sourceSchema,
  },
  plan: {
    values: "public|demo|pro",
    defaultHelp: "that of the source; for a URL demo with a key, else public",
    help: "CoinGecko plan: which key header is sent, and the default rate limit and budget.",
    pipelines: apiPipelines,
    schema: v.picklist(planNames, "expected public, demo or pro"),
  },
  apiKeySecret: {
    values: "projects/P/secrets/S/versions/V",
    defaultHelp: "the environment's COINGECKO_API_KEY",
    help: "Secret Manager version that holds the API key. The key itself is never an option.",
    pipelines: apiPipelines,
    schema: text(secretVersion, "projects/PROJECT/secrets/NAME/versions/VERSION"),
  },
  refresh: {
    default: "false",
    help: "Ask the API again although the archive has the answer.",
    pipelines: apiPipelines,
    schema: flag,
  },
} as const satisfies OptionGroup;
