import * as v from "valibot";
import { type Coins, type ExtraName, extraNames } from "../coingecko/settings";
import { flag, readText, text, wholeNumber } from "./forms";
import type { OptionGroup } from "./option_spec";
import { apiPipelines } from "./pipeline_spec";
import { byPlan } from "./plan_defaults";

const coinsSchema = readText((value, refuse): Coins => {
  if (value === "all") return { kind: "all" };
  const top = /^top:([1-9]\d{0,7})$/.exec(value);
  if (top) return { kind: "top", count: Number(top[1]) };
  const [, kind, rest] = /^(ids|category):(.+)$/s.exec(value) ?? [];
  if (kind === "category" && rest) return { kind: "category", id: rest };
  const ids = [...new Set(rest?.split(",").filter((id) => id !== ""))];
  if (kind === "ids" && ids.length > 0) return { kind: "ids", ids };
  return refuse(`expected all, top:N, ids:a,b,c, or category:ID${hint(value)}`);
});

/** The form that a value without one most likely means. */
function hint(value: string): string {
  if (/^(top)?[1-9]\d{0,7}$/.test(value)) return `, such as top:${value.replace("top", "")}`;
  return /^[a-z0-9-]+(,[a-z0-9-]+)*$/.test(value) && !/^(top|ids|category)$/.test(value)
    ? `, such as ids:${value}`
    : "";
}

const extraName = `(${extraNames.join("|")})`;
const extrasSchema = v.pipe(
  text(
    new RegExp(`^(all|none|${extraName}(,${extraName})*)$`),
    `all, none, or some of ${extraNames.join(",")}`,
  ),
  v.transform((value): readonly ExtraName[] => {
    const asked = value.split(",");
    return value === "all" ? extraNames : extraNames.filter((name) => asked.includes(name));
  }),
);

/** How many coins' details a run of asset-dim refreshes from the sample market, by default. */
export const sampleDetailRequests = 100;

export const marketOptions = {
  coins: {
    values: "all|top:N|ids:a,b,c|category:ID",
    default: "all",
    requiredBy: ["market-history"],
    examples: ["all", "top:250", "ids:bitcoin,ethereum", "category:layer-1"],
    help: "Which coins: the whole market or a part of it. asset-dim changes and checks only these; market-history takes top:N or ids, at a call a coin and year.",
    pipelines: apiPipelines,
    schema: coinsSchema,
  },
  vsCurrency: {
    values: "CODE",
    default: "usd",
    help: "The currency of prices and values. An output holds one currency.",
    pipelines: apiPipelines,
    schema: text(/^[a-z]{2,10}$/, "a currency code in lower case, such as usd"),
  },
  includeRehypothecated: {
    default: "true",
    help: "Include coins such as stETH and WBTC, which stand for others; without them a market is not complete.",
    pipelines: apiPipelines,
    schema: flag,
  },
  extras: {
    values: `all|none|${extraNames.join(",")}`,
    default: "all",
    examples: ["none", "global,rates"],
    help: "Further tables of a day, one call each: the market's totals, categories, exchange rates. What can't be had is left out with a warning.",
    pipelines: ["market-snapshot"],
    schema: extrasSchema,
  },
  detailRequests: {
    values: "N",
    defaultHelp: `by plan: ${byPlan("detailRequests")}; sample ${sampleDetailRequests}`,
    help: "Refresh the details of at most N coins for this date; answers archived for the date count.",
    pipelines: ["asset-dim"],
    schema: wholeNumber(0),
  },
} as const satisfies OptionGroup;
