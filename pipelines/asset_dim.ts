import type { PCollection, Root } from "apache-beam/pvalue";
import { cryptoAssetDim } from "../schemas/crypto_asset_dim";
import { flatten } from "./beam/step";
import type { RunReport } from "./run/report";
import type { Run } from "./run/run";
import { mergeAssets } from "./transforms/assets/merge_assets";
import { parseAssets } from "./transforms/assets/parse_assets";
import { previousDimension } from "./transforms/assets/read_dimension";
import { refreshDetails } from "./transforms/assets/refresh_details";
import { marketPages } from "./transforms/market/market_pages";
import { rowsOf } from "./transforms/publish/rows_of";
import { writeTables } from "./transforms/publish/write_tables";

/**
 * Every asset ever seen, as a type 1 slowly changing dimension: the coin list, the market pages, the
 * previous dimension, and the details that are refreshed for this date.
 */
export function assetDim(run: Run): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const market = root.apply(marketPages(run));
    const listed = market.list.apply(parseAssets("list"));
    const onMarket = market.pages.apply(parseAssets("market"));
    const previous = root.apply(previousDimension(run));
    const observed = flatten(
      "Observed",
      listed.observations,
      onMarket.observations,
      previous.observations,
    );
    const details = observed.apply(refreshDetails(run, market.audit));
    const merged = observed.apply(mergeAssets(run, details.observations, previous.checked));

    const rejects = flatten("Rejects", listed.rejects, onMarket.rejects, details.rejects);
    const audit = flatten(
      "Audit",
      market.audit,
      listed.audit,
      onMarket.audit,
      previous.audit,
      details.audit,
      merged.audit,
    );
    const rows = merged.rows.apply(rowsOf(cryptoAssetDim));
    return rows.apply(writeTables(run, { rejects, audit }));
  };
}
