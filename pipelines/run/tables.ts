import { cryptoCategoryFact } from "../../schemas/crypto_category_fact";
import { cryptoGlobalFact } from "../../schemas/crypto_global_fact";
import { currencyRateFact } from "../../schemas/currency_rate_fact";
import type { TableSpec } from "../../schemas/table";
import { tablesOf } from "../../schemas/tables";
import { type ExtraName, extraNames } from "../coingecko/settings";
import type { Run } from "./run";

/** The table of each of the extras. */
export const extraTables: Readonly<Record<ExtraName, TableSpec>> = {
  global: cryptoGlobalFact,
  categories: cryptoCategoryFact,
  rates: currencyRateFact,
};

/** The tables that a run fills, the main one first: the order in which they are published. */
export function filledTables({
  pipeline,
  extras,
}: Run): readonly [main: TableSpec, ...further: TableSpec[]] {
  const { main, further } = tablesOf(pipeline);
  const others = extraNames.filter((name) => !extras.includes(name));
  const notAsked = new Set(others.map((name) => extraTables[name]));
  return [main, ...further.filter((table) => !notAsked.has(table))];
}
