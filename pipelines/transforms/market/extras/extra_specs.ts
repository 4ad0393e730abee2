import type { ExtraName } from "../../../coingecko/settings";
import { categoriesExtra } from "./category_row";
import { ratesExtra } from "./currency_rate_row";
import type { ExtraSpec } from "./extra_spec";
import { globalExtra } from "./global_row";

/** The further tables of market-snapshot, by the name that the option `extras` has for each. */
export const extraSpecs: Readonly<Record<ExtraName, ExtraSpec>> = {
  global: globalExtra,
  categories: categoriesExtra,
  rates: ratesExtra,
};
