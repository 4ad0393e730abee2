import * as v from "valibot";
import type { Coins } from "../coingecko/settings";
import {
  apiPipelines,
  day,
  flag,
  readText,
  text,
  wholeNumber,
  type OptionSpec,
  type PipelineName,
} from "./option_spec";
import { runnerOptions } from "./runner_options";

const sourceSchema = readText((value, refuse): Source => {
  const sample = /^sample(?::(\d{1,8}))?$/.exec(value);
  if (sample) return { kind: "sample", coins: Number(sample[1] ?? defaultSampleCoins) };
  if (value === "public" || value === "demo" || value === "pro") {
    return { kind: "coingecko", plan: value };
  }
  const problem = baseUrlProblem(value);
  if (problem !== undefined) return refuse(problem);
  return { kind: "url", baseUrl: value.replace(/\/+$/, "") };
});

function baseUrlProblem(value: string): string | undefined {
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

const coinsSchema = readText((value, refuse): Coins => {
  if (value === "all") return { kind: "all" };
  const top = /^top:([1-9]\d{0,7})$/.exec(value);
  if (top) return { kind: "top", count: Number(top[1]) };
  const [, kind, rest] = /^(ids|category):(.+)$/s.exec(value) ?? [];
  if (kind === "category" && rest) return { kind: "category", id: rest };
  const ids = [...new Set(rest?.split(",").filter((id) => id !== ""))];
  if (kind === "ids" && ids.length > 0) return { kind: "ids", ids };
  return refuse("expected all, top:N, ids:a,b,c, or category:ID");
});

const maxRejectsSchema = readText((value, refuse): MaxRejects => {
  const share = /^(\d+(?:\.\d+)?)%$/.exec(value);
  if (share && Number(share[1]) <= 100) return { share: Number(share[1]) / 100 };
  if (/^\d+$/.test(value)) return { count: Number(value) };
  return refuse("expected a share such as 1%, or a count");
});

/** Where the data comes from. */
export type Source =
  | { readonly kind: "sample"; readonly coins: number }
  | { readonly kind: "coingecko"; readonly plan: "public" | "demo" | "pro" }
  | { readonly kind: "url"; readonly baseUrl: string };

export type MaxRejects = { readonly share: number } | { readonly count: number };

export const defaultSampleCoins = 2_500;

export const optionSpecs = {
  source: {
    group: "Source",
    values: "sample[:COINS]|public|demo|pro|URL",
    default: "sample",
    help: "Where the data comes from: a made-up sample market, CoinGecko (without a key, with a demo or a paid key), or a base URL.",
    pipelines: apiPipelines,
    schema: sourceSchema,
  },
  plan: {
    group: "Source",
    values: "public|demo|pro",
    defaultHelp: "that of the source; for a URL demo with a key, else public",
    help: "CoinGecko plan: which key header is sent, and the default pace and budget.",
    pipelines: apiPipelines,
    schema: v.picklist(["public", "demo", "pro"], "expected public, demo or pro"),
  },
  apiKeySecret: {
    group: "Source",
    values: "projects/P/secrets/S/versions/V",
    defaultHelp: "the environment's COINGECKO_API_KEY",
    help: "Secret Manager version that holds the API key. The key itself is never an option.",
    pipelines: apiPipelines,
    schema: text(
      /^projects\/[^/]+\/secrets\/[^/]+\/versions\/[^/]+$/,
      "projects/PROJECT/secrets/NAME/versions/VERSION",
    ),
  },
  refresh: {
    group: "Source",
    default: "false",
    help: "Ask the API again although the archive has the answer.",
    pipelines: apiPipelines,
    schema: flag,
  },
  coins: {
    group: "Market",
    values: "all|top:N|ids:a,b,c|category:ID",
    default: "all",
    help: "Which coins: the whole market or a part of it. asset-dim changes and judges only these.",
    pipelines: apiPipelines,
    schema: coinsSchema,
  },
  vsCurrency: {
    group: "Market",
    values: "CODE",
    default: "usd",
    help: "The currency of prices and values. An output holds one currency.",
    pipelines: apiPipelines,
    schema: text(/^[a-z]{2,10}$/, "a currency code in lower case, such as usd"),
  },
  includeRehypothecated: {
    group: "Market",
    default: "true",
    help: "Include coins such as stETH and WBTC, which stand for others; without them a market is not complete.",
    pipelines: apiPipelines,
    schema: flag,
  },
  detailRequests: {
    group: "Market",
    values: "N",
    defaultHelp: "by plan: public 30, demo 100, pro 1000; sample 100",
    help: "Refresh the details of at most N coins for this date; answers archived for the date count.",
    pipelines: ["asset-dim"],
    schema: wholeNumber(0),
  },
  requestsPerMinute: {
    group: "Pace",
    values: "N",
    defaultHelp: "by plan: public 10, demo 30, pro 500; none for sample and loopback",
    help: "At most N calls in any 60 seconds, over all workers and pipelines, retries included.",
    pipelines: apiPipelines,
    schema: wholeNumber(1, 60_000),
  },
  maxRequests: {
    group: "Pace",
    values: "N",
    defaultHelp: "by plan: public 300, demo 300, pro 5000; none for sample and loopback",
    help: "Budget: at most N calls a run. A run that spends it stops, and the same command goes on from there.",
    pipelines: apiPipelines,
    schema: wholeNumber(1),
  },
  apiShards: {
    group: "Pace",
    values: "N",
    default: "1",
    help: "Deal the pages and their pace to N keys, and so to as many workers.",
    pipelines: apiPipelines,
    schema: wholeNumber(1, 1_000),
  },
  snapshotDate: {
    group: "Dates",
    values: "YYYY-MM-DD",
    defaultHelp: "today, UTC",
    help: "The UTC day that the run stands for. A repeat replaces that day.",
    schema: day,
  },
  startDate: {
    group: "Dates",
    values: "YYYY-MM-DD",
    default: "2020-01-01",
    help: "First day of the calendar.",
    pipelines: ["date-dim"],
    schema: day,
  },
  endDate: {
    group: "Dates",
    values: "YYYY-MM-DD",
    default: "2030-12-31",
    help: "Last day of the calendar.",
    pipelines: ["date-dim"],
    schema: day,
  },
  output: {
    group: "Output",
    values: "DIR|gs://BUCKET/PREFIX",
    default: "./out",
    help: "Where the files go: CSVs, rejected elements, run reports, archived API answers.",
    schema: text(
      /^(?!gs:).+|^gs:\/\/[a-z0-9][a-z0-9._-]+[a-z0-9](\/.*)?$/s,
      "a directory or gs://BUCKET/PREFIX",
    ),
  },
  warehouse: {
    group: "Output",
    values: "duckdb:FILE|bigquery:PROJECT.DATASET|none",
    defaultHelp: "duckdb:<output>/warehouse.duckdb when output is local, else none",
    help: "The database that holds the star schema.",
    schema: text(
      /^(duckdb:.+|bigquery:[a-z0-9.:-]+\.\w+|none)$/s,
      "duckdb:FILE, bigquery:PROJECT.DATASET, or none",
    ),
  },
  maxRejects: {
    group: "Output",
    values: "SHARE%|N",
    default: "1%",
    help: "Fail the run when more elements than this are rejected; they are written first.",
    pipelines: apiPipelines,
    schema: maxRejectsSchema,
  },
  force: {
    group: "Output",
    default: "false",
    help: "Replace a date by less than 90% of the rows it holds, or files and tables of another currency.",
    pipelines: ["market-snapshot"],
    schema: flag,
  },
  ...runnerOptions,
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof optionSpecs;

type ValueOf<Name extends OptionName> = v.InferOutput<(typeof optionSpecs)[Name]["schema"]>;

/** The values of all options, checked; undefined where neither the person nor a default says. */
export type Options = {
  readonly [Name in OptionName]: (typeof optionSpecs)[Name] extends { default: string }
    ? ValueOf<Name>
    : ValueOf<Name> | undefined;
};

/** What a command asks for. */
export interface CommandLine {
  /** In the order in which they run; all of them when none is named. */
  readonly pipelines: readonly PipelineName[];
  readonly options: Options;
  /** The options that were given, as they were typed. */
  readonly given: Readonly<Partial<Record<OptionName, string>>>;
}
